"""The Chinese of what others see: the virtual camera, and what it needs on this system."""

OTHERS_TEXTS: dict[str, str] = {
    # Menu, buttons and keys
    "&Output": "输出(&O)",
    "&Virtual camera": "虚拟摄像头(&V)",
    "Let other programs use the picture as their camera": "让其他程序把画面当作摄像头使用",
    "Privacy &shutter": "隐私快门(&S)",
    "Show others a card until you open it again": "向别人显示卡片，直到您重新打开快门",
    "&Hide me at once": "立即隐藏我(&H)",
    "Show &me again": "重新显示我(&M)",
    "Set &up the virtual camera…": "设置虚拟摄像头(&U)…",
    # The virtual camera in the panel
    "Virtual camera": "虚拟摄像头",
    "Set up…": "设置…",
    "Find out what is missing on this computer, and try it": "查出这台电脑还缺少什么，并试用",
    "Shown as": "显示为",
    "Size": "尺寸",
    "Rate": "帧率",
    "60 fps": "60 帧/秒",
    "Switch on": "打开",
    "Switch off": "关闭",
    "Rehearsal, seen by nobody": "排练，没有人看到",
    "First free v4l2loopback device": "第一个空闲的 v4l2loopback 设备",
    "It is tried again.": "正在重试。",
    "Opening the virtual camera…": "正在打开虚拟摄像头…",
    "A rehearsal runs: nobody sees it.": "正在排练：没有人看到。",
    "Choose it as the camera in your call or stream.": "请在通话或直播里选择它作为摄像头。",
    "Other programs can use the stylized picture as their camera.": (
        "其他程序可以把风格化的画面当作摄像头使用。"
    ),
    # What others see, in the panel
    "What others see": "别人看到的画面",
    "Instead of you, at the start, without a face, or when the picture stops:": (
        "开始时、没有人脸时或画面停住时，代替您显示："
    ),
    "Last picture": "最后画面",
    "Card": "卡片",
    "The last stylized picture stands still": "最后一张风格化画面静止不动",
    "The last stylized picture, blurred": "模糊后的最后一张风格化画面",
    "A card of your own, or a plain one": "您自己的卡片，或一张普通卡片",
    "Words on the card": "卡片上的文字",
    "Words on the card, such as: Back soon": "卡片上的文字，例如：马上回来",
    "Use a picture…": "使用图片…",
    "Use a picture": "使用图片",
    "Pictures": "图片",
    "Without a picture": "不用图片",
    "Show my camera as it is": "显示我的摄像头原画面",
    "Until you switch it off; asked for again at every start": (
        "直到您关闭为止；每次启动都会重新询问"
    ),
    "Show your camera as it is?": "显示您的摄像头原画面？",
    "Others see and recordings keep you as the camera does, without any style.": (
        "别人看到的和录制下来的都是摄像头原画面，没有任何风格。"
    ),
    "It ends when you switch it off, or with this window.": "关闭此选项或关闭窗口时结束。",
    "Show my camera": "显示我的摄像头",
    "{keys} hides you at once, also from within other programs.": (
        "按 {keys} 立即隐藏您，在其他程序里也有效。"
    ),
    "{keys} hides you at once, in this window only: this system does not let "
    "programs hear keys that are meant for others.": (
        "按 {keys} 立即隐藏您，仅在此窗口有效：本系统不允许程序接收按给其他程序的键。"
    ),
    # The sign on the picture
    "Others see your camera as it is": "别人看到的是您的摄像头原画面",
    "Others see the last picture: {why}": "别人看到最后的画面：{why}",
    "Others see a blur: {why}": "别人看到模糊画面：{why}",
    "Others see your card: {why}": "别人看到您的卡片：{why}",
    "the picture has still to come": "画面还未就绪",
    "no face": "没有人脸",
    "your face is being looked at": "正在辨认您的脸",
    "too little of a style is applied": "风格太弱",
    "no new picture comes": "没有新画面",
    "nothing plays": "没有播放",
    "you have hidden": "您已隐藏",
    "the shutter is closed": "快门已关闭",
    "Show me again": "重新显示我",
    "Open the shutter": "打开快门",
    "Stylize me again": "恢复风格化",
    # The window that finds out what is missing
    "Set up the virtual camera": "设置虚拟摄像头",
    "Check again": "重新检查",
    "Try it": "试一试",
    "Looking at this computer…": "正在检查这台电脑…",
    "Sending a test picture, and looking at it as other programs do…": (
        "正在发送测试画面，并像其他程序那样查看…"
    ),
    "The virtual camera can be used": "虚拟摄像头可以使用",
    "Something is missing": "还缺少一些东西",
    "Copy the command": "复制命令",
    "It works: what was sent was seen": "可以使用：看到的就是发送的画面",
    "It was sent, but cannot be looked at from here": "已经发送，但在这里看不到",
    "Choose the virtual camera in your call or stream, and look there.": (
        "请在通话或直播里选择虚拟摄像头，在那里查看。"
    ),
    "Sent": "发送的",
    "Seen by other programs": "其他程序看到的",
}

OTHERS_SENTENCES = {
    # A device, by name
    "There is no virtual camera '{name}' here": "这里没有虚拟摄像头“{name}”",
    "Give {there}": "请给出 {there}",
    "Virtual cameras need pyvirtualcam, which is not installed ({reason})": (
        "虚拟摄像头需要 pyvirtualcam，但它没有安装（{reason}）"
    ),
    'Install it: pip install "vtoonify-rt[virtualcam]"': (
        '请安装：pip install "vtoonify-rt[virtualcam]"'
    ),
    "The virtual camera {name} cannot be opened ({reason})": (
        "无法打开虚拟摄像头 {name}（{reason}）"
    ),
    "Run vtoonify-rt doctor to see what is missing": "请运行 vtoonify-rt doctor，看看缺少什么",
    "The virtual camera {name} stopped ({reason})": "虚拟摄像头 {name} 已停止（{reason}）",
    "It is tried again; check that no other program writes to it": (
        "正在重试；请确认没有其他程序在向它输出"
    ),
    "The virtual camera stopped ({reason})": "虚拟摄像头已停止（{reason}）",
    # What is missing
    "Type {command} and try again": "请输入 {command} 后重试",
    "pyvirtualcam, which drives virtual cameras, is not installed": (
        "没有安装 pyvirtualcam，虚拟摄像头由它驱动"
    ),
    "Install it, and start VToonify RT again": "请安装它，然后重新启动 VToonify RT",
    "There is no virtual camera for this system ({system})": "这个系统没有虚拟摄像头（{system}）",
    "Record to a file instead": "请改为录制到文件",
    "v4l2loopback is loaded but has no device": "v4l2loopback 已加载，但没有设备",
    "Load it again with one": "请重新加载，并带一个设备",
    "v4l2loopback is installed but not loaded": "v4l2loopback 已安装，但没有加载",
    "Load it": "请加载它",
    "v4l2loopback is installed but not built for this kernel ({kernel})": (
        "v4l2loopback 已安装，但没有为这个内核（{kernel}）编译"
    ),
    "Install the kernel's headers and build it": "请安装内核头文件并编译它",
    "v4l2loopback, the kernel's virtual camera, is not installed": (
        "没有安装内核的虚拟摄像头 v4l2loopback"
    ),
    "Install it, then check again": "请安装它，然后重新检查",
    "Secure Boot is on and keeps modules out whose key it does not know": (
        "安全启动已开启，不接受密钥未知的模块"
    ),
    "If loading says that the key was rejected: enroll it, restart, and choose Enroll MOK": (
        "如果加载时提示密钥被拒绝：请登记密钥，重新启动，并选择 Enroll MOK"
    ),
    "Secure Boot is on and keeps modules out that are not signed": (
        "安全启动已开启，不接受没有签名的模块"
    ),
    "If loading says that the key was rejected: sign the module, or switch Secure Boot off": (
        "如果加载时提示密钥被拒绝：请为模块签名，或关闭安全启动"
    ),
    "{path} ({label}) is ready": "{path}（{label}）已就绪",
    "{path} works, but browsers will not list it: exclusive_caps is off": (
        "{path} 可以使用，但浏览器不会列出它：exclusive_caps 没有打开"
    ),
    "Close what uses it and load v4l2loopback again": (
        "请关闭使用它的程序，并重新加载 v4l2loopback"
    ),
    "{path} is in use by another program": "{path} 正被其他程序占用",
    "{path} is in use by {users}": "{path} 正被 {users} 占用",
    "Close that program, or choose another device": "请关闭该程序，或选择其他设备",
    "You may not use {path}: it belongs to the group video": (
        "没有使用 {path} 的权限：它属于 video 组"
    ),
    "Join the group, then log out and in again": "请加入该组，然后注销并重新登录",
    "{path} is known to the kernel, but its file is missing": "内核已识别 {path}，但设备文件不存在",
    "Have the system make it": "请让系统创建它",
    "{path} does not answer as a virtual camera": "{path} 不像虚拟摄像头那样应答",
    "Load v4l2loopback again": "请重新加载 v4l2loopback",
    "{name} is registered": "{name} 已注册",
    "OBS is installed, but its virtual camera is not registered": (
        "已安装 OBS，但它的虚拟摄像头没有注册"
    ),
    "Install OBS again, or start its virtual camera there once": (
        "请重新安装 OBS，或在 OBS 里启动一次虚拟摄像头"
    ),
    "There is no virtual camera: neither OBS Studio nor Unity Capture is installed": (
        "没有虚拟摄像头：OBS Studio 和 Unity Capture 都没有安装"
    ),
    "Install OBS Studio; it brings one, and need not run": (
        "请安装 OBS Studio；它自带虚拟摄像头，而且无需运行"
    ),
    "OBS Studio, whose virtual camera is used, is not installed": (
        "没有安装 OBS Studio，这里使用它的虚拟摄像头"
    ),
    "Install it, start its virtual camera once, and close it again": (
        "请安装它，启动一次虚拟摄像头，然后关闭"
    ),
    "OBS's virtual camera is not installed": "没有安装 OBS 的虚拟摄像头",
    "Open OBS and click Start Virtual Camera; then allow it as the system asks": (
        "请打开 OBS，点击“启动虚拟摄像机”；然后按系统提示允许"
    ),
    "OBS's virtual camera waits for you to allow it": "OBS 的虚拟摄像头正等待您允许",
    "Allow it in System Settings, General, Login Items & Extensions, Camera Extensions": (
        "请在“系统设置 > 通用 > 登录项与扩展 > 摄像头扩展”里允许"
    ),
    "OBS's virtual camera is installed and allowed": "OBS 的虚拟摄像头已安装并允许",
    # The proof
    "The camera cannot be looked at from here": "在这里看不到这个摄像头",
    "What it shows is not what was sent": "它显示的不是发送的画面",
}
