"""The Chinese of what the run time says of its speed; a test holds it against the run time."""

from collections.abc import Mapping

SPEED_TEXTS: Mapping[str, str] = {
    # The governor's changes
    "Crop {before} → {after} px": "裁剪 {before} → {after} 像素",
    "Output scale {before} → {after}": "输出倍率 {before} → {after}",
    "Face parsed once in {after} frames": "每 {after} 帧解析一次人脸",
    "Other faces painted once in {after} frames": "每 {after} 帧绘制一次其他人脸",
    "Face looked for once in {after} frames": "每 {after} 帧查找一次人脸",
    "{step} to hold {target} fps (it was at {measured})": (
        "{step}，以保持 {target} 帧/秒（之前为 {measured}）"
    ),
    "{step} to hold {target} ms latency (it was at {measured})": (
        "{step}，以保持延迟 {target} 毫秒（之前为 {measured}）"
    ),
    "{step}: there is room for it again": "{step}：性能又有余量",
    "{step}: the memory was not enough": "{step}：内存不足",
    "{step}: the other could not be loaded": "{step}：另一倍率无法加载",
    "{target} fps are out of reach here with this model: nothing was changed": (
        "此模型在这台电脑上达不到 {target} 帧/秒：未作更改"
    ),
    "{target} ms are out of reach here with this model: nothing was changed": (
        "此模型在这台电脑上达不到 {target} 毫秒：未作更改"
    ),
    # What it waits for
    "It is as fast as it is meant to be": "速度符合预期",
    "It waits for the source": "在等待来源的画面",
    "It waits for the face search": "在等待人脸查找",
    "It waits for the model that stylizes": "在等待风格化模型",
    "It waits for a recording or another output": "在等待录制或其他输出",
    "It waits for the work around the model": "在等待模型以外的处理",
    "The window cannot paint as fast as pictures come": "窗口绘制跟不上画面",
    # Why, and what helps
    "{name} sends raw pictures ({format}, {width} × {height}), of which USB carries {fps} "
    "a second": (
        "{name} 发送未压缩的画面（{format}，{width} × {height}），USB 每秒只能传 {fps} 帧"
    ),
    "Choose MJPG or a smaller picture in the camera's own program, or use a USB 3 port": (
        "请在摄像头自带的程序中选择 MJPG 或较小的画面，或改用 USB 3 接口"
    ),
    "{name} gives {fps} pictures a second instead of {promised}: it exposes for longer, "
    "as in dim light": "{name} 每秒给出 {fps} 帧而不是 {promised} 帧：曝光时间较长，可能光线太暗",
    "Turn a light on, or switch off low-light compensation in the camera's settings": (
        "请开灯，或在摄像头设置中关闭弱光补偿"
    ),
    "{name} gives {fps} pictures a second": "{name} 每秒给出 {fps} 帧",
    "Choose a camera or a video with {wanted} pictures a second": (
        "请选择每秒 {wanted} 帧的摄像头或视频"
    ),
    "Finding the face takes {ms} ms a frame; {wanted} fps leave {period} ms": (
        "查找人脸每帧需要 {ms} 毫秒；{wanted} 帧/秒每帧只有 {period} 毫秒"
    ),
    "Choose a smaller picture in the camera's settings, or let fewer people be in it": (
        "请在摄像头设置中选择较小的画面，或减少画面中的人数"
    ),
    "The model takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms": (
        "每帧的 {all} 毫秒中，模型占 {ms} 毫秒；{wanted} 帧/秒每帧只有 {period} 毫秒"
    ),
    "Choose a smaller model, or use a machine with a graphics card": (
        "请选择较小的模型，或使用带显卡的电脑"
    ),
    "Handing the picture out takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms": (
        "每帧的 {all} 毫秒中，输出画面占 {ms} 毫秒；{wanted} 帧/秒每帧只有 {period} 毫秒"
    ),
    "Stop the recording, or record to a faster disk": "请停止录制，或录制到更快的磁盘",
    "The work around the model takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms": (
        "每帧的 {all} 毫秒中，模型以外的处理占 {ms} 毫秒；{wanted} 帧/秒每帧只有 {period} 毫秒"
    ),
    "Choose the camera picture around the crop, or a smaller picture of the camera": (
        "请把裁剪区周围设为原始画面，或选择较小的摄像头画面"
    ),
    "The window paints {shown} of {fps} pictures a second": (
        "窗口每秒只绘制 {fps} 帧中的 {shown} 帧"
    ),
    "Make the window smaller, or install the graphics card's driver": (
        "请缩小窗口，或安装显卡驱动程序"
    ),
    "The crop has {px} pixels; {smaller} would be quick enough": (
        "裁剪宽 {px} 像素；{smaller} 像素就够快"
    ),
    "Choose less detail, or let it be lowered: Motion and speed, Keep it fluent": (
        "请降低精细度，或让它自动降低：“稳定与速度”中的“保持流畅”"
    ),
    "The detail is being lowered, as Motion and speed says; choose less to have it at once": (
        "正在按“稳定与速度”的设置降低精细度；自行降低则立即生效"
    ),
    "The model is too large for this machine: {fps} pictures a second, and no smaller crop "
    "is quick enough": "模型对这台电脑来说太大：每秒 {fps} 帧，缩小裁剪也不够快",
    "Choose a smaller model; the starter is the quickest": "请选择较小的模型；内置模型最快",
    "The model does not run on what it was meant to: {note}": "模型没有在预期的设备上运行：{note}",
    "Run vtoonify-rt doctor to see what to do": "请运行 vtoonify-rt doctor 查看解决办法",
    "Other programs use {used} of {cores} cores": "其他程序占用了 {cores} 个核心中的 {used} 个",
    "Close what you do not need, such as a browser with a video call": (
        "请关闭不需要的程序，例如正在视频通话的浏览器"
    ),
    "This program alone uses {used} of {cores} cores": (
        "仅本程序就占用了 {cores} 个核心中的 {used} 个"
    ),
    "Choose less detail or a smaller model": "请降低精细度，或选择较小的模型",
    "The recording takes processor time from the picture": "录制占用了画面的处理时间",
    "Stop the recording, or choose less detail while it runs": (
        "请停止录制，或在录制期间降低精细度"
    ),
    "The model takes {ms} ms a frame; it took {quickest} before": (
        "模型每帧需要 {ms} 毫秒；之前只需 {quickest} 毫秒"
    ),
    "The machine may be hot or save power: plug it in, let air to it, choose full power": (
        "电脑可能过热或处于省电模式：请接上电源、改善散热，并选择高性能模式"
    ),
}
