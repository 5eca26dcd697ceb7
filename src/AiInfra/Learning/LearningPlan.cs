using AiInfra.Training.Models;

namespace AiInfra.Learning;

/// <summary>The options with every number settled.</summary>
internal sealed record LearningPlan
{
    public required TabularTask Task { get; init; }

    public required int CoolDown { get; init; }

    public required int Every { get; init; }

    public required int Holdout { get; init; }

    public required int Watch { get; init; }

    public required int Settling { get; init; }

    public required IReadOnlyList<TrainingWindow> Windows { get; init; }
}
