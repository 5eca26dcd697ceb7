using AiInfra.Training.Tasks;

namespace AiInfra.Training.Loop;

/// <summary>What a step writes to the run.</summary>
internal static class StepMetrics
{
    public static async ValueTask WriteAsync(RunLog log, TrainingTask task, StepRunner runner, StepUpdate update, double loss, long step)
    {
        await log.WriteAsync("train/loss", loss, step).ConfigureAwait(false);
        double[] parts = runner.Window.Parts;
        for (int i = 0; i < parts.Length; i++)
        {
            await log.WriteAsync(task.Heads[i].Key, parts[i] * runner.Window.LastFactor, step).ConfigureAwait(false);
        }

        await log.WriteAsync("train/learning-rate", update.Rate, step).ConfigureAwait(false);
        foreach ((string name, double rate) in runner.Optimizers.GroupRates)
        {
            await log.WriteAsync(name, rate, step).ConfigureAwait(false);
        }

        if (!double.IsNaN(update.Norm))
        {
            await log.WriteAsync("train/gradient-norm", update.Norm, step).ConfigureAwait(false);
        }

        if (runner.IsScaled)
        {
            await log.WriteAsync("train/loss-scale", runner.LossScale, step).ConfigureAwait(false);
        }
    }
}
