"""The Chinese of the gallery of styles: search, favourites, comparison, presets, the own face."""

LOOK_TEXTS: dict[str, str] = {
    # Search and favourites
    "Search all styles": "搜索所有风格",
    "Favourites only": "仅显示收藏",
    "{count} more: write more of the name": "还有 {count} 个：请输入更多文字",
    "No style is called “{name}”.": "没有名为“{name}”的风格。",
    "No favourites yet. Point at a style and press its star, or the key F.": (
        "还没有收藏。请将鼠标移到风格上并点击星标，或按 F 键。"
    ),
    "Style {name}, a favourite": "风格：{name}（已收藏）",
    "F makes it a favourite, or no longer.": "按 F 键收藏或取消收藏。",
    "&Look": "外观(&L)",
    "&Find a style": "查找风格(&F)",
    "A favourite, or no lon&ger": "收藏或取消收藏(&G)",
    # Comparison
    "Compare two looks": "比较两种外观",
    "empty": "空",
    "Swap &A and B": "切换 A 和 B(&A)",
    "A and B side &by side": "A 和 B 并排(&B)",
    "Show the other one of the two looks that are compared": "显示所比较的另一种外观",
    "Divide the picture into the two looks": "将画面分成两种外观",
    "Choose a look, then press the empty place and choose another look for it.": (
        "先选一种外观，再点击空的位置并为它选另一种外观。"
    ),
    "A and B are of two models: they can be swapped, but not shown side by side.": (
        "A 和 B 属于两个模型：可以切换，但不能并排显示。"
    ),
    "Both are painted, which takes twice the time: the picture may lose detail.": (
        "两种外观都要绘制，用时加倍：画面细节可能会减少。"
    ),
    "A and B are the same look. Choose another one for {shown}.": (
        "A 和 B 是同一种外观。请为 {shown} 选择另一种。"
    ),
    # Presets
    "&Presets": "预设(&P)",
    "Presets": "预设",
    "No presets yet": "还没有预设",
    "Save what is on the screen…": "保存当前画面设置…",
    "Rename": "重命名",
    "Export": "导出",
    "Import…": "导入…",
    "Save as a preset": "保存为预设",
    "Rename the preset": "重命名预设",
    "Export the preset": "导出预设",
    "Import a preset": "导入预设",
    "Name": "名称",
    "Saved as {name}.": "已保存为 {name}。",
    "Replaced the preset {name}.": "已替换预设 {name}。",
    "Removed the preset {name}.": "已删除预设 {name}。",
    "Imported the preset {name}.": "已导入预设 {name}。",
    "Undo": "撤销",
    # The own face
    "Show my own face": "显示我自己的脸",
    "Draw the styles on a picture of you. It never leaves this computer.": (
        "用您的照片绘制各种风格。照片绝不会离开这台电脑。"
    ),
    "Pictures of me": "我的照片",
    "Take a new picture of me": "重新拍一张我的照片",
    "Remove the pictures of me": "删除我的照片",
    "A picture is taken as soon as your camera shows you well.": (
        "摄像头清楚地看到您时，就会拍一张照片。"
    ),
}

LOOK_SENTENCES = {
    "A preset needs a name": "预设需要名称",
    "Write one": "请输入名称",
    "The name of a preset has {count} letters": "预设的名称有 {count} 个字符",
    "Take {count} or fewer": "请不要超过 {count} 个",
    "The name of a preset has line breaks in it": "预设的名称里有换行",
    "Write it in one line": "请写成一行",
    "Preset '{name}' needs the model {model}": "预设“{name}”需要模型 {model}",
    "Get it, then choose the preset again": "请先获取它，然后再次选择该预设",
    "Preset '{name}' needs style '{style}', which {model} does not have": (
        "预设“{name}”需要风格“{style}”，但 {model} 没有该风格"
    ),
    "Get a newer version of the model": "请获取该模型的新版本",
    "There is a preset '{name}' already": "已有名为“{name}”的预设",
    "Choose another name": "请使用其他名称",
    "{file} cannot be read ({reason})": "无法读取 {file}（{reason}）",
    "{file} is no preset": "{file} 不是预设文件",
    "Choose a file that was exported as one": "请选择导出的预设文件",
    "{file} is a preset of version {version}, which is not known here": (
        "{file} 是版本 {version} 的预设，本程序无法识别"
    ),
    "Get the newest version of the app": "请获取本程序的最新版本",
    "The preset in {file} is damaged: {reason}": "{file} 中的预设已损坏：{reason}",
    "Export it again": "请重新导出",
}
