namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>Something that happened.</summary>
/// <param name="Id">Ascending.</param>
/// <param name="Kind">What.</param>
/// <param name="Tone">"good", "bad", "warn" or "plain".</param>
/// <param name="Subject">About what.</param>
/// <param name="At">When.</param>
/// <param name="Message">In words.</param>
/// <param name="Position">Rows seen by then.</param>
internal sealed record EventRow(long Id, string Kind, string Tone, string Subject, DateTimeOffset At, string Message, long? Position);
