namespace AiInfra.Data.Quality;

/// <summary>Something that every row should fulfil.</summary>
public abstract class Expectation
{
    private protected Expectation(string name, string? column, FailedRow onFailure, double mostly)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostly, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostly, 1);
        Name = name;
        Column = column;
        OnFailure = onFailure;
        Mostly = mostly;
    }

    /// <summary>Name in reports and quarantine, for example "in-range(price)".</summary>
    public string Name { get; }

    /// <summary>The column looked at; null for a predicate over whole rows.</summary>
    public string? Column { get; }

    /// <summary>What happens to a row that fails.</summary>
    public FailedRow OnFailure { get; }

    /// <summary>Least share of rows (0 to 1) that must pass for the run to succeed.</summary>
    public double Mostly { get; }

    /// <summary>Begins to check a stream of batches. The check keeps what the expectation needs to remember, so it is of one run.</summary>
    internal abstract ExpectationCheck Begin();
}
