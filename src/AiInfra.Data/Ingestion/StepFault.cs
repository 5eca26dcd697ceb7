using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Names the step, or the source, whose code threw.</summary>
internal static class StepFault
{
    /// <summary>Whether an exception says nothing yet of where it comes from. What ends a run by its own words, and cancelling, go on as they are.</summary>
    public static bool IsUnnamed(Exception e, CancellationToken cancellationToken) => e is not IngestionException && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested);

    /// <param name="step">The step.</param>
    /// <param name="at">What it did, such as "at rows 1 to 4,096".</param>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="e">What it threw.</param>
    public static IngestionException Of(IIngestionStep step, string at, string source, Exception e) =>
        new($"Step '{step.Name}' ({step.Version}) failed {at} of {source}: {e.GetType().Name}: {Ended(e.Message)} The dataset is unchanged.", e);

    public static IngestionException OfSource(string source, long rows, Exception e) =>
        new($"Source {source} failed after {rows:N0} rows: {e.GetType().Name}: {Ended(e.Message)} The dataset is unchanged.", e);

    /// <summary>What a step or source may not leave out.</summary>
    public static T NotNull<T>(T? given, string what)
        where T : class => given ?? throw new InvalidOperationException($"{what} is null.");

    public static string Rows(long first, RowBatch rows) => $"at rows {first:N0} to {first + rows.Count - 1:N0}";

    private static string Ended(string message) => message.TrimEnd('.') + ".";
}
