using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>ONNX Runtime as its own samples use it for speed: one session, one thread, OrtValues made once over fixed arrays for a fixed batch size.</summary>
internal sealed class InferRaw : IDisposable
{
    private readonly SessionOptions _sessionOptions = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly RunOptions _options = new();
    private readonly InferenceSession _session;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly string[] _inputNames = ["input"];
    private readonly string[] _outputNames = ["probability"];
    private readonly float[] _in;
    private readonly float[] _out;

    public InferRaw(byte[] model, int rows)
    {
        _sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, _sessionOptions);
        _in = new float[rows * InferModel.Features];
        _out = new float[rows * 2];
        _inputs = [OrtValue.CreateTensorValueFromMemory(_in, [rows, InferModel.Features])];
        _outputs = [OrtValue.CreateTensorValueFromMemory(_out, [rows, 2])];
    }

    /// <summary>Copies a row in.</summary>
    public void Set(int row, float[] values) => values.CopyTo(_in, row * InferModel.Features);

    public float Run()
    {
        _session.Run(_options, _inputNames, _inputs, _outputNames, _outputs);
        return _out[0];
    }

    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _options.Dispose();
        _session.Dispose();
        _sessionOptions.Dispose();
    }
}
