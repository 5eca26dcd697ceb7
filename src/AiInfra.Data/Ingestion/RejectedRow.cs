namespace AiInfra.Data.Ingestion;

/// <summary>A row that was put aside: where it stands and what is wrong with it.</summary>
/// <param name="Source">The file or stream.</param>
/// <param name="Line">Line on which the row begins, from 1; 0 where the source has no lines.</param>
/// <param name="Column">The column at fault, null when the row as a whole is.</param>
/// <param name="Reason">A short, stable word: one of <see cref="RejectReason"/>, or the name of the expectation that failed.</param>
/// <param name="Detail">What was expected and what was found.</param>
/// <param name="Content">The row as it was read, cut to 1,000 characters; null when it is not known any more.</param>
public sealed record RejectedRow(string Source, long Line, string? Column, string Reason, string Detail, string? Content = null)
{
    /// <summary>As source:line:column: reason: detail.</summary>
    public override string ToString() => $"{Source}:{Line}:{Column}: {Reason}: {Detail}";
}
