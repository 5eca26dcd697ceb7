using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>Every parameter by chance, evenly over its range. What it chooses follows from seed and trial number alone, however many workers there are.</summary>
public sealed class RandomSampler : ISampler
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial) => NoValues.Instance;

    /// <inheritdoc />
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(range);
        return range.At(new TrialRandom(history.Seed, trial.Origin, name).NextShare());
    }
}
