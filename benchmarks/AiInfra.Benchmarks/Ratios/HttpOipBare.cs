using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>What somebody writes by hand: one session, one Run a request.</summary>
internal sealed class HttpOipBare : IDisposable
{
    private static readonly string[] InputNames = ["input"];
    private static readonly string[] OutputNames = ["probability"];
    private static readonly long[] Shape = [1, 64];
    private readonly SessionOptions _sessionOptions = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;

    public HttpOipBare(byte[] model)
    {
        _sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, _sessionOptions);
    }

    public Answer Predict(Request request)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(request.Input, Shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_runOptions, InputNames, [input], OutputNames);
        return new Answer(outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
        _sessionOptions.Dispose();
    }

    internal sealed record Request(float[] Input);

    internal sealed record Answer(float[] Probability);
}
