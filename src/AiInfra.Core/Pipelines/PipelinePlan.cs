namespace AiInfra.Core.Pipelines;

/// <summary>What a run would do. Nothing ran to find out.</summary>
/// <param name="Pipeline">Pipeline.</param>
/// <param name="Partition">Partition, empty when there is none.</param>
/// <param name="Steps">Steps in order.</param>
public sealed record PipelinePlan(string Pipeline, string Partition, IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>One line a step.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Steps);
}
