"""The Chinese of recordings: sound, files, the last seconds, and what can fail with them."""

RECORDING_TEXTS = {
    # The section
    "Recording": "录制",
    "Microphone": "麦克风",
    "No sound": "不录声音",
    "The system's microphone": "系统麦克风",
    "no sound": "无声音",
    "{level} dB": "{level} dB",
    "Level of the microphone: {level}": "麦克风音量：{level}",
    "Delay the sound by": "声音延迟",
    " ms": " 毫秒",
    "Delay of the sound in milliseconds": "声音延迟（毫秒）",
    "By as much as your camera is late, if lips are behind the voice": (
        "如果口型慢于声音，请设为摄像头的延迟"
    ),
    "Quality": "质量",
    "Small": "小文件",
    "Balanced": "均衡",
    "Best": "最佳",
    "Format": "格式",
    "Plays everywhere": "几乎都能播放",
    "Half the size; plays in browsers and most players": "文件小一半；浏览器和多数播放器可播放",
    "The smallest; plays in new players only": "文件最小；只有较新的播放器可播放",
    "Keep the camera's picture, too": "同时保存摄像头的原画面",
    "A second file, “… raw.mp4”, shows you unstylized; stylize it again later": (
        "第二个文件“… raw.mp4”显示未风格化的您；以后可以重新风格化"
    ),
    "Keep the last 30 seconds ready": "随时保留最近 30 秒",
    "The last seconds are not kept.": "没有保留最近的画面。",
    "Keep them from now on": "从现在起保留",
    "Nothing is kept yet: it begins with the picture.": "还没有保留任何画面：有画面后才会开始。",
    "In memory only, until you save them": "只在内存中，直到您保存",
    "Recordings go to {folder}": "录像保存到 {folder}",
    "Choose a folder…": "选择文件夹…",
    "Open the folder": "打开文件夹",
    "Folder for recordings": "录制文件夹",
    # Menus, and the light on the picture
    "&Pause the recording": "暂停录制(&P)",
    "Save the &last 30 seconds": "保存最近 30 秒(&L)",
    "Save a &GIF of the last seconds": "将最近几秒保存为 GIF(&G)",
    "Record with little room?": "空间不多，仍要录制吗？",
    "There is room for about {minutes} min.": "剩余空间大约可录 {minutes} 分钟。",
    "The recording ends by itself, whole, before the disk is full.": (
        "磁盘将满时录制会自动结束，文件完整。"
    ),
    "paused": "已暂停",
    "room for {minutes} min": "剩余空间可录 {minutes} 分钟",
    "{count} pictures lost": "丢失 {count} 帧",
}

RECORDING_SENTENCES = {
    # Microphones
    "No sound: the PortAudio library is missing": "没有声音：缺少 PortAudio 库",
    "Run as root: {line}": "请以 root 身份运行：{line}",
    "Install PortAudio": "请安装 PortAudio",
    "No sound: the Python package sounddevice is missing": "没有声音：缺少 Python 包 sounddevice",
    "Install VToonify RT again": "请重新安装 VToonify RT",
    "The microphones cannot be listed ({reason})": "无法列出麦克风（{reason}）",
    "Check the system's sound settings": "请检查系统的声音设置",
    "No microphone was found": "未找到麦克风",
    "Plug one in, or allow this program to use it": "请接上麦克风，或允许本程序使用它",
    "More than one microphone is called {name}": "有多个麦克风名为 {name}",
    "There is no microphone {name}": "没有麦克风 {name}",
    "Choose from: {names}": "可选：{names}",
    "Allow this program to use the microphone, or close others that use it": (
        "请允许本程序使用麦克风，或关闭占用它的其他程序"
    ),
    "{name} cannot be opened ({reason})": "无法打开 {name}（{reason}）",
    "{name} gives no sound any more": "{name} 不再有声音",
    "Plug it in again, or choose another": "请重新插拔，或选择其他麦克风",
    "The sound crashed": "声音出错",
    "The test clicks are over": "测试音已结束",
    # Room, files, the last seconds
    "There is no room for a recording in {folder}: {free} MB free": (
        "{folder} 空间不足，无法录制：只剩 {free} MB"
    ),
    "The recording has ended, and is whole: {free} MB free": (
        "录制已结束，文件完整：只剩 {free} MB"
    ),
    "There is nothing to save yet": "还没有可以保存的内容",
    "Wait a few seconds": "请等待几秒",
    "The last seconds are not kept any more ({reason})": "不再保留最近几秒（{reason}）",
    "Switch it on again": "请重新开启",
    "There is no picture to make a GIF of": "没有可以做成 GIF 的画面",
    "The video cannot be read ({reason})": "无法读取视频（{reason}）",
    "Choose another": "请选择其他视频",
}
