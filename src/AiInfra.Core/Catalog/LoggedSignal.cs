using AiInfra.Core.Signals;

namespace AiInfra.Core.Catalog;

/// <summary>A signal of the log and, where it is known, what became known of it.</summary>
/// <param name="Signal">Answer or failure.</param>
/// <param name="Feedback">The newest feedback with a label, on it or on the answer that it shadows, where there is none the newest without; its score is the newest score that anybody gave. Null where there is no feedback.</param>
public sealed record LoggedSignal(Signal Signal, Feedback? Feedback)
{
    /// <summary>The signal as an answer of rows; null where it is something else.</summary>
    public RowPrediction? Row => Signal as RowPrediction;
}
