using System.Globalization;

namespace AiInfra.Core.Pipelines;

/// <summary>What the ledger keeps of the runs of a pipeline, beside its steps: which were begun and how they ended, and the lease that lets one run at a time.</summary>
internal static class PipelineRunRecord
{
    public static string PipelineOf(string pipeline) => $"{pipeline}/runs";

    /// <summary>Who runs the pipeline.</summary>
    public static StepIdentity Lease(string pipeline) => new()
    {
        Pipeline = $"{pipeline}/lease", // apart from the runs, so that old runs can be pruned while it changes
        Step = "lease",
        Version = "1",
        Parameters = new Dictionary<string, string>(),
        Inputs = new Dictionary<string, string>(),
    };

    /// <summary>One run, by all its parameters.</summary>
    public static StepIdentity Run(string pipeline, string partition, IReadOnlyDictionary<string, string> parameters) => new()
    {
        Pipeline = PipelineOf(pipeline),
        Step = "run",
        Version = "1",
        Partition = partition,
        Parameters = parameters,
        Inputs = new Dictionary<string, string>(),
    };

    public static string Text(DateTimeOffset occurrence) => occurrence.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Occurrence(StepRecord run) =>
        DateTimeOffset.Parse(run.Identity.Parameters[PipelineScheduler.Occurrence], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Whether it was begun and not brought to an end.</summary>
    public static bool IsInterrupted(StepRecord run) => run.State is StepRecordState.Leased or StepRecordState.Open;
}
