"""The Chinese of what is said of backends, the GPU and TensorRT's engines; see `chinese_errors`."""

BACKEND_SENTENCES: dict[str, str] = {
    # What is told of the backend in use. Some are made of several, which are translated in turn.
    "{trouble}; now {backend} is used": "{trouble}；现改用 {backend}",
    "{others}; {backend} is not used: {reason}": "{others}；未使用 {backend}：{reason}",
    "{backend} is not used: {reason}": "未使用 {backend}：{reason}",
    "gives a black picture": "输出的画面全黑",
    "gives another picture than the CPU: {found} dB, wanted {least}": (
        "输出的画面与 CPU 的不同：{found} dB，至少应为 {least}"
    ),
    "gave no picture within {seconds} s": "{seconds} 秒内没有输出画面",
    "ended its process, with status {status}": "其进程中止（状态码 {status}）",
    # What a computer or a model lacks
    "The backend '{backend}' cannot be used: {reason}": "无法使用后端“{backend}”：{reason}",
    "{variable} names the backend '{backend}', which cannot be used: {reason}": (
        "{variable} 指定的后端“{backend}”无法使用：{reason}"
    ),
    "Unset it, or name one of: {usable}. vtoonify-rt doctor tells what the others lack": (
        "请取消该变量，或改为其中之一：{usable}。其他后端缺少什么，请运行 vtoonify-rt doctor 查看"
    ),
    "Choose one of: {usable}. vtoonify-rt doctor tells what the others lack": (
        "请从中选择：{usable}。其他后端缺少什么，请运行 vtoonify-rt doctor 查看"
    ),
    "there is none of this name": "没有这个名称的后端",
    "the package {name} is not installed": "未安装软件包 {name}",
    "this build of ONNX Runtime has no {provider}": "此版本的 ONNX Runtime 不含 {provider}",
    "this processor does not calculate in bfloat16": "此处理器不支持 bfloat16 运算",
    "no GPU that OpenVINO can use": "没有 OpenVINO 可用的显卡",
    "the model has no graph in half precision": "该模型没有半精度的计算图",
    "the model has no graph in int8": "该模型没有 int8 的计算图",
    "its engines are not built yet": "其引擎尚未构建",
    "there is no engine of {graph} for this GPU, driver and version yet": (
        "还没有适合此显卡、驱动程序和版本的 {graph} 引擎"
    ),
    "{provider} cannot start here; {other} took its place": (
        "{provider} 无法在此启动，已由 {other} 代替"
    ),
    "{provider} leaves {count} nodes to the CPU ({kinds})": (
        "{provider} 把 {count} 个节点留给了 CPU（{kinds}）"
    ),
    "Choose another backend, as with --backend onnxruntime": (
        "请设置 VTOONIFY_RT_BACKEND=onnxruntime 后重新启动应用"
    ),
    # Memory
    "A picture of {width} x {height} does not fit into memory ({backend})": (
        "内存放不下 {width} x {height} 的画面（{backend}）"
    ),
    "Choose a smaller size, or close other programs": "请选择较小的尺寸，或关闭其他程序",
    "The GPU has no memory left ({call})": "显存不足（{call}）",
    "The GPU's memory is too small for the TensorRT engine": "显存太小，装不下 TensorRT 引擎",
    "the GPU has no memory left": "显存不足",
    "Close other programs that use the GPU, and try again": "请关闭其他占用显卡的程序，然后重试",
    # CUDA, OpenVINO
    "CUDA cannot be used ({reason})": "无法使用 CUDA（{reason}）",
    "CUDA fails in {call}: {reason}": "CUDA 调用 {call} 失败：{reason}",
    "There is no GPU that CUDA can use ({reason})": "没有 CUDA 可用的显卡（{reason}）",
    "There is no GPU that CUDA can use": "没有 CUDA 可用的显卡",
    "Check that there is an NVIDIA GPU, and that its driver is installed": (
        "请确认有 NVIDIA 显卡，并已安装其驱动程序"
    ),
    "Update the graphics driver, or run without TensorRT": (
        "请更新显卡驱动程序，或不使用 TensorRT 运行"
    ),
    "{path} is not a graph that OpenVINO runs ({reason})": "OpenVINO 无法运行 {path}（{reason}）",
    # TensorRT and its engines
    "TensorRT cannot be loaded ({reason})": "无法加载 TensorRT（{reason}）",
    "Install it: pip install 'vtoonify-rt[tensorrt]'": (
        "请安装：pip install 'vtoonify-rt[tensorrt]'"
    ),
    "The graph cannot be prepared for TensorRT ({reason})": (
        "无法为 TensorRT 准备计算图（{reason}）"
    ),
    "TensorRT cannot parse {graph}: {reason} (node {node})": (
        "TensorRT 无法解析 {graph}：{reason}（节点 {node}）"
    ),
    "Export the model again, or run it without TensorRT": (
        "请重新导出模型，或不使用 TensorRT 运行它"
    ),
    "TensorRT cannot build {graph}: {reason}": "TensorRT 无法构建 {graph}：{reason}",
    "TensorRT cannot prepare {graph}: {reason}": "TensorRT 无法准备 {graph}：{reason}",
    "TensorRT cannot run {graph}: {reason}": "TensorRT 无法运行 {graph}：{reason}",
    "TensorRT refuses {name} of shape {shape}: {reason}": (
        "TensorRT 不接受形状为 {shape} 的 {name}：{reason}"
    ),
    "it gives no reason": "未说明原因",
    "TensorRT gives no reason": "TensorRT 未说明原因",
    "Run the model without TensorRT": "请不使用 TensorRT 运行该模型",
    "The TensorRT engine of {graph} cannot be read ({reason})": (
        "无法读取 {graph} 的 TensorRT 引擎（{reason}）"
    ),
    "The TensorRT engine of {graph} is damaged: sha256 {found}, expected {expected}": (
        "{graph} 的 TensorRT 引擎已损坏：sha256 为 {found}，应为 {expected}"
    ),
    "The TensorRT engine of {graph} is not for this computer: {reason}": (
        "{graph} 的 TensorRT 引擎不适用于这台电脑：{reason}"
    ),
    "The TensorRT engine of {graph} does not load: {reason}": (
        "无法加载 {graph} 的 TensorRT 引擎：{reason}"
    ),
    "It is removed, and built again when it is needed": "已将其删除，需要时会重新构建",
    "The TensorRT engine of {graph} takes {name} from {least} to {most}, not {shape}": (
        "{graph} 的 TensorRT 引擎只接受 {least} 到 {most} 的 {name}，不接受 {shape}"
    ),
    "Choose a smaller picture, or build an engine for this size": (
        "请选择较小的画面，或为此尺寸构建引擎"
    ),
    "The TensorRT engine takes {name} of {graph} as {wanted}, not {found}": (
        "TensorRT 引擎要求 {graph} 的 {name} 为 {wanted}，而不是 {found}"
    ),
    "The TensorRT engine gives {name} of {graph} the shape {found}, not {wanted}": (
        "TensorRT 引擎给出的 {graph} 的 {name} 形状为 {found}，而不是 {wanted}"
    ),
    "TensorRT says that this engine cannot be recorded": "TensorRT 报告此引擎无法录制",
    "{library} builds for the GPU of this computer only": "{library} 只能为这台电脑的显卡构建引擎",
    "Install TensorRT for RTX: pip install 'vtoonify-rt[tensorrt]'": (
        "请安装 TensorRT for RTX：pip install 'vtoonify-rt[tensorrt]'"
    ),
    "{library} does not build for compute capability {capability}": (
        "{library} 不能为计算能力 {capability} 构建引擎"
    ),
    "It knows {known}": "支持的有：{known}",
    "Choose f32, or export the model again": "请选择 f32，或重新导出模型",
    "The engine build crashed: {error}": "引擎构建出错：{error}",
    "Model '{model}' gives no picture: its weights are damaged": (
        "模型“{model}”没有输出画面：其权重已损坏"
    ),
}

# These would fit other sentences, too, and so come after all others.
LAST_SENTENCES: dict[str, str] = {
    "Model '{model}' has no {graph}": "模型“{model}”没有 {graph}",
    "{backend} failed: {reason}": "{backend} 出错：{reason}",
    "{backend}, 1 thread": "{backend}，1 个线程",
    "{backend}, {count} threads": "{backend}，{count} 个线程",
}
