using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Evaluation.Telemetry;

/// <summary>The activity source and the meter "AiInfra.Evaluation": evaluations, their rows and their gates' verdicts.</summary>
internal static class EvaluationTelemetry
{
    public const string Name = "AiInfra.Evaluation";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Operations s_evaluations = new(s_source, s_meter, "evaluate", "aiinfra.evaluation.duration", "Time of an evaluation.", "aiinfra.evaluation.name");
    private static readonly Counter<long> s_rows = s_meter.CreateCounter<long>("aiinfra.evaluation.rows", "{row}", "Labelled rows evaluated.");

    public static EvaluationReport Evaluate(string name, Func<EvaluationReport> evaluate) => s_evaluations.Run(name, operation =>
    {
        EvaluationReport report = evaluate();
        if (report.Gate is { } gate)
        {
            operation.Set("aiinfra.gate.verdict", gate.Verdict.ToString());
        }

        s_rows.Add(report.Rows, new TagList { { "aiinfra.evaluation.name", name } });
        return report;
    });
}
