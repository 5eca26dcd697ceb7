using System.Globalization;
using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Averages;

/// <summary>The plain mean of the weights at the end of epochs, from a step on.</summary>
internal sealed class StochasticAverage(nn.Module module, SwaOptions options) : WeightAverage(module, buffers: false)
{
    private long _last = -1;

    public override string StateName => "swa";

    public override void AfterStep(long stepsDone, long totalSteps)
    {
        if (options.EverySteps is { } every && stepsDone % every == 0)
        {
            Take(stepsDone, totalSteps);
        }
    }

    public override void AfterEpoch(long stepsDone, long totalSteps)
    {
        if (options.EverySteps is null)
        {
            Take(stepsDone, totalSteps);
        }
    }

    public override void Save(ComponentState state)
    {
        base.Save(state);
        state.Add("last", _last.ToString(CultureInfo.InvariantCulture));
    }

    public override void Restore(ComponentState state)
    {
        base.Restore(state);
        _last = long.Parse(state.Text("last"), CultureInfo.InvariantCulture);
    }

    private void Take(long stepsDone, long totalSteps)
    {
        // The end of the training may be that of an epoch; its weights count once.
        if (stepsDone > SwaSchedule.StartOf(options, totalSteps) && stepsDone != _last)
        {
            _last = stepsDone;
            Add((double)Count / (Count + 1));
        }
    }
}
