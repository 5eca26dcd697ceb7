using static TorchSharp.torch;

namespace AiInfra.Training.Averages;

/// <summary>The exponential moving average.</summary>
internal sealed class ExponentialAverage(nn.Module module, EmaOptions options) : WeightAverage(module, options.Buffers)
{
    public override string StateName => "ema";

    public override void AfterStep(long stepsDone, long totalSteps) =>
        Add(options.WarmUp ? Math.Min(options.Decay, (1.0 + Count) / (10.0 + Count)) : options.Decay);

    public override void AfterEpoch(long stepsDone, long totalSteps)
    {
    }
}
