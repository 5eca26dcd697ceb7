using AiInfra.Learning;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;

namespace ClosedLoop;

/// <summary>What a run found, for the table and the report.</summary>
internal sealed record StreamResult
{
    public required DataStream Stream { get; init; }

    public required FirstModel First { get; init; }

    public required Quality Frozen { get; init; }

    public required Quality Learning { get; init; }

    public required Quality NoChange { get; init; }

    public required Quality Trivial { get; init; }

    public required LearningStatus Status { get; init; }

    public required IReadOnlyList<(int Row, LearningEvent Event)> Events { get; init; }

    public required IReadOnlyList<(int Row, Alarm Alarm)> Alarms { get; init; }

    public required IReadOnlyList<(int Row, DriftReport Report)> Drift { get; init; }

    public required double P50 { get; init; }

    public required double P99 { get; init; }

    public required int Unreadable { get; init; }

    public required int Unlabelled { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>How much better the learning system is than the frozen model, in the unit of the measure.</summary>
    public double Gain => Stream.Task == AiInfra.Core.Rows.ModelTask.Regression ? Frozen.Overall - Learning.Overall : Learning.Overall - Frozen.Overall;

    public string Measure => Stream.Task == AiInfra.Core.Rows.ModelTask.Regression ? "mean absolute error" : "accuracy";
}
