namespace AiInfra.Core.Catalog;

/// <summary>Something that happened.</summary>
/// <param name="Kind">What: "drift", "alarm", "gate", "promotion", "rollback", "retraining"…</param>
/// <param name="Subject">What it is about, usually a deployment or model.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Message">In words.</param>
/// <param name="Data">The numbers, as JSON.</param>
/// <param name="Position">Where in the stream of the subject it happened (rows seen), where that has a meaning.</param>
/// <param name="Id">Given by the store, ascending.</param>
public sealed record CatalogEvent(string Kind, string Subject, DateTimeOffset At, string Message, string Data = "{}", long? Position = null, long Id = 0);
