using AiInfra.Core.Rows;

namespace AiInfra.Learning;

/// <summary>The options with every number settled.</summary>
internal sealed record LearningPlan
{
    public required ModelTask Task { get; init; }

    public required int CoolDown { get; init; }

    public required int Every { get; init; }

    public required int Holdout { get; init; }

    public required int Watch { get; init; }

    public required int Settling { get; init; }

    public required IReadOnlyList<TrainingWindow> Windows { get; init; }
}
