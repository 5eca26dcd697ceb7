using AiInfra.Training.Loop;

namespace AiInfra.Training.Tuning;

/// <summary>Lets a training tell its trial how it goes: every validation is a report, and where the study's pruner ends the trial the training stops by a <see cref="TrialPrunedException"/>.</summary>
/// <param name="trial">The trial.</param>
/// <param name="metric">The figure of a validation that is the objective's, for example "validation/loss".</param>
public sealed class TrialCallback(Trial trial, string metric = "validation/loss") : ITrainerCallback
{
    private long _told = -1;

    /// <inheritdoc />
    /// <exception cref="StudyException">A validation has no such figure.</exception>
    /// <exception cref="TrialPrunedException">The study's pruner ends the trial.</exception>
    public ValueTask<bool> OnValidationAsync(ValidationPoint validation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(validation);
        if (!validation.Metrics.TryGetValue(metric, out double value))
        {
            throw new StudyException($"The training's validations have no figure '{metric}' for the trial, only {string.Join(", ", validation.Metrics.Keys.Select(k => $"'{k}'"))}. Name one of them.");
        }

        // A second training of one trial begins at its first step again: what it says is not of the same course.
        if (validation.Step > _told)
        {
            _told = validation.Step;
            trial.Report(validation.Step, value);
            trial.ThrowIfShouldPrune();
        }

        return ValueTask.FromResult(true);
    }
}
