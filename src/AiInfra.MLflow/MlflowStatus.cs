namespace AiInfra.MLflow;

/// <summary>Where logging to the server stands. A call is one start, batch, file or end of a run.</summary>
/// <param name="Sent">Calls that the server took.</param>
/// <param name="Waiting">Calls of this process that wait on disk; those that an earlier one left there are not among them.</param>
/// <param name="Refused">Calls, or values of them, that the server will never take, such as a name it does not allow; the log says why.</param>
/// <param name="Dropped">Calls that found the folder full or unwritable, or that a process before was killed on while it wrote them.</param>
/// <param name="Shortened">Values of parameters and tags that were cut to the length a server takes.</param>
/// <param name="LastError">Why the newest try failed; null where it did not.</param>
public sealed record MlflowStatus(long Sent, long Waiting, long Refused, long Dropped, long Shortened, string? LastError);
