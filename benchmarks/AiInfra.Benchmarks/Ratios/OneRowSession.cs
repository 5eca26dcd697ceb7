using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>ONNX Runtime with one row in and one out, on one thread, over arrays that stay.</summary>
internal sealed class OneRowSession : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly float[] _in;

    public OneRowSession(OnnxModel model, int width, int outputs)
    {
        _session = new InferenceSession(model.ToBytes(), _options);
        (_in, Answer) = (new float[width], new float[outputs]);
        _inputs = [OrtValue.CreateTensorValueFromMemory(_in, [1, width])];
        _outputs = [OrtValue.CreateTensorValueFromMemory(Answer, [1, outputs])];
    }

    public float[] Answer { get; }

    public float[] Run(ReadOnlySpan<float> row)
    {
        row.CopyTo(_in);
        _session.Run(_run, ["input"], _inputs, ["output"], _outputs);
        return Answer;
    }

    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _run.Dispose();
        _session.Dispose();
        _options.Dispose();
    }
}
