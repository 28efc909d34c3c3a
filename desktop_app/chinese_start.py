"""The Chinese of the first steps, the hints, the help, and how the window looks."""

START_TEXTS: dict[str, str] = {
    # How the window looks
    "Colo&urs": "颜色(&U)",
    "Light": "浅色",
    "Dark": "深色",
    "L&ess motion": "减少动态效果(&E)",
    "Com&pact window": "小窗口(&P)",
    "The picture alone, small, above all other windows": "只显示画面的小窗口，始终位于其他窗口之上",
    "VToonify RT, compact": "VToonify RT 小窗口",
    "Style before": "上一个风格",
    "Next style": "下一个风格",
    "Leave full screen or the compact window": "退出全屏或小窗口",
    # Help
    "First st&eps": "使用向导(&E)",
    "Show &hints": "显示提示(&H)",
    "No hints": "不再提示",
    "&Copy diagnostics": "复制诊断信息(&C)",
    "Copy diagnostics": "复制诊断信息",
    "Copied": "已复制",
    "Copy what helps to find a fault, as text, without personal data": (
        "把有助于查找故障的信息复制为文字，不含个人信息"
    ),
    "Copied: versions, devices, last errors; no names of yours": (
        "已复制：版本、设备和最近的错误；不含任何个人名称"
    ),
    # First steps
    "{step} of {steps}": "第 {step} 步，共 {steps} 步",
    "Skip": "跳过",
    "Back": "上一步",
    "Next": "下一步",
    "Done": "完成",
    "Which camera?": "使用哪个摄像头？",
    "You see behind this what it sees. Nothing leaves this computer.": (
        "背后就是摄像头看到的画面。任何内容都不会离开这台电脑。"
    ),
    "None was found. Plug one in and look again, or begin with the clip.": (
        "没有找到摄像头。请连接后重新查找，或先使用示例视频。"
    ),
    "Use the sample clip": "使用示例视频",
    "Which style?": "使用哪种风格？",
    "Every one can be made weaker or stronger later.": "之后可随时调节每种风格的强弱。",
    "Where should the picture go?": "画面要送到哪里？",
    "Nobody sees anything until you say so. You can change it at any time.": (
        "在您开启之前，别人什么也看不到。之后可随时更改。"
    ),
    "To a video call, as a virtual camera": "视频通话（虚拟摄像头）",
    "To a recording": "录制成视频",
    "Nowhere: I only look": "不发送，只看看",
    "Press R, or Record below the picture, to begin.": "按 R 键或画面下方的“录制”即可开始。",
    # What helps against an error
    "Open the camera settings": "打开摄像头设置",
    "Show the styles": "查看风格",
    "The picture is black. Open the camera's shutter, and check that this program may "
    "use the camera.": "画面是黑的。请打开摄像头的遮挡片，并确认本程序可以使用摄像头。",
    # Hints
    "It is dark. With more light on your face the picture is clearer and steadier.": (
        "光线较暗。脸部光线更亮，画面会更清晰、更稳定。"
    ),
    "F9 shows the picture alone, in a small window above all others.": (
        "按 F9 可只在小窗口中显示画面，并始终位于最前。"
    ),
    "The keys 1 to 9 choose a style, too.": "按数字键 1 到 9 也能选择风格。",
    "Hold Space to see the original.": "按住空格键可查看原图。",
    "While no face is found, a blur is sent instead of you.": (
        "未找到人脸时，发送的是模糊画面，而不是您本人。"
    ),
    "While no face is found, your last picture is sent instead of you.": (
        "未找到人脸时，发送的是您的上一帧画面。"
    ),
}

START_SENTENCES: dict[str, str] = {
    "Windows does not let this program use {name}": "Windows 不允许本程序使用 {name}",
    "Allow desktop apps to use the camera in {page}": "请在“{page}”中允许桌面应用使用摄像头",
    "Allow it in {page}, or close other programs that use it": (
        "请在“{page}”中允许使用，或关闭其他正在使用它的程序"
    ),
    "{name} is not plugged in": "{name} 未连接",
    "Plug it in, or choose another one": "请连接它，或选择另一个摄像头",
    "This user may not use {name}": "当前用户无权使用 {name}",
    "Run: {command}, and log in again": "请运行：{command}，然后重新登录",
    "{name} is in use by {user}": "{name} 正被 {user} 使用",
    "Close it there and try again": "请在那里关闭它，然后重试",
}
