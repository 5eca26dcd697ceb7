using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Something that happens to rows between source and dataset. One object describes it for all runs; what a run remembers is in the <see cref="IIngestionStepRun"/> that <see cref="Begin"/> makes.</summary>
public interface IIngestionStep
{
    /// <summary>Its name in the run's record and in errors.</summary>
    string Name { get; }

    /// <summary>What decides its work: the version of its code and its settings, in one line. Kept with every run, beside the name.</summary>
    string Version { get; }

    /// <summary>Columns it looks at by name; the run stops before its first row where one is not there.</summary>
    IReadOnlyList<string> Reads => [];

    /// <summary>The columns behind it, given those before it; null where only its rows tell. A run whose rows have others stops.</summary>
    /// <param name="rows">Columns before it.</param>
    RowSchema? Gives(RowSchema rows) => rows;

    /// <summary>Begins a run.</summary>
    /// <param name="context">Where the step tells what becomes of rows that it does not pass on.</param>
    IIngestionStepRun Begin(IngestionStepContext context);
}
