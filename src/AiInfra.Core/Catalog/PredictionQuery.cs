using AiInfra.Core.Signals;

namespace AiInfra.Core.Catalog;

/// <summary>Which signals to read; every condition that is set must hold.</summary>
public sealed record PredictionQuery
{
    /// <summary>Only of this deployment.</summary>
    public string? Deployment { get; init; }

    /// <summary>Only of this version.</summary>
    public int? Version { get; init; }

    /// <summary>Only in this role.</summary>
    public PredictionRole? Role { get; init; }

    /// <summary>Only what carries this, for example <see cref="SignalBody.Row"/>: answers of rows, and no failures.</summary>
    public SignalBody? Body { get; init; }

    /// <summary>Only from then on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only before then.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only those whose label is known (true) or unknown (false).</summary>
    public bool? Labelled { get; init; }

    /// <summary>Only the newest so many; they still come oldest first.</summary>
    public int? Newest { get; init; }
}
