"""The Chinese of the faces."""

FACES_TEXTS: dict[str, str] = {
    "Faces": "人脸",
    "Main face": "主要人脸",
    "All faces": "所有人脸",
    "Whole picture": "整个画面",
    "Whoever is in it: no face is looked for": "处理整个画面，不检测人脸",
    "Style of all": "统一风格",
    "Face {number}: {style}": "人脸 {number}：{style}",
    "left out": "不处理",
    "Left out": "不处理",
    "This face": "这张人脸",
    "Click a face to give it a style of its own, or to leave it out.": (
        "点击某张人脸，可为它单独选择风格，或不处理它。"
    ),
    "The next style is for face {number}.": "接下来选择的风格用于人脸 {number}。",
    "Style for this face": "为这张脸选择风格",
    "Style for all faces again": "恢复为所有人脸选择风格",
    "A face's own style must be one of the model that the picture has": (
        "单张人脸的风格必须与整个画面使用同一模型"
    ),
    "Up to four faces are followed; whoever else is there is left out.": (
        "最多跟踪四张人脸，其他人脸不处理。"
    ),
    "This computer cannot paint all of them every time: they take turns.": (
        "这台电脑无法每次都绘制所有人脸：它们轮流更新。"
    ),
}
