using System.Diagnostics;
using AiInfra.Serving.Deployments;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>One row through a deployment, one caller, against ONNX Runtime with preallocated OrtValues. Both copy the row in; ours also gives an id, counts and measures.</summary>
internal sealed class InferOneRatio : IRatio
{
    private const int Calls = 20_000;
    private readonly InferHost _host = new();
    private readonly InferRequest[] _requests = [.. InferModel.Rows(256).Select(r => new InferRequest(r))];
    private InferRaw? _raw;
    private Predictor<InferRequest, InferAnswer>? _predictor;

    public string Name => "infer-one";

    public double Goal => 0.70;

    public async Task<bool> PrepareAsync()
    {
        byte[] model = InferModel.Create();
        _raw = new InferRaw(model, 1);
        await _host.StartAsync(model, null);
        _predictor = _host.Predictor;
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            sum += (await _predictor!.PredictAsync(_requests[i & 255])).Output.Probability[0];
        }

        return Seconds(start, sum);
    }

    public Task<double> TheirsAsync()
    {
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            _raw!.Set(0, _requests[i & 255].Input);
            sum += _raw.Run();
        }

        return Task.FromResult(Seconds(start, sum));
    }

    public async ValueTask DisposeAsync()
    {
        _raw?.Dispose();
        await _host.DisposeAsync();
    }

    private static double Seconds(long start, float sum) =>
        float.IsFinite(sum) ? Stopwatch.GetElapsedTime(start).TotalSeconds / Calls : throw new InvalidOperationException("The model's answers are not finite.");
}
