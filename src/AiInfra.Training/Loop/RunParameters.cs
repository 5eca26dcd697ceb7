using System.Globalization;
using AiInfra.Training.Precision;
using TorchSharp;

namespace AiInfra.Training.Loop;

/// <summary>What a run notes of how it was trained.</summary>
internal static class RunParameters
{
    public static Dictionary<string, string> Of(TrainerOptions options, torch.Device device, int threads)
    {
        var parameters = new Dictionary<string, string>(options.Tracking.Parameters, StringComparer.Ordinal);
        void Add(string key, IFormattable? value)
        {
            if (value is not null)
            {
                parameters.TryAdd("trainer." + key, value.ToString(null, CultureInfo.InvariantCulture));
            }
        }

        Add("epochs", options.Epochs);
        Add("max-steps", options.MaxSteps);
        Add("max-seconds", options.MaxTime?.TotalSeconds);
        Add("accumulate-batches", options.AccumulateBatches);
        Add("clip-norm", options.ClipNorm);
        Add("clip-value", options.ClipValue);
        Add("patience", options.EarlyStopping?.Patience);
        Add("ema-decay", options.Ema?.Decay);
        Add("seed", options.Seed);
        Add("threads", threads);
        if (options.Precision != TrainingPrecision.Float32)
        {
            parameters.TryAdd("trainer.precision", options.Precision.ToString());
        }

        if (options.Swa is { } swa)
        {
            parameters.TryAdd("trainer.swa", swa.StartStep is { } step ? string.Create(CultureInfo.InvariantCulture, $"from step {step}") : string.Create(CultureInfo.InvariantCulture, $"from {swa.Start} of the steps"));
        }

        parameters.TryAdd("trainer.device", device.ToString());
        parameters.TryAdd("trainer.libtorch", torch.__version__);
        return parameters;
    }
}
