namespace AiInfra.Core.Signals;

/// <summary>Why a request brought no answer.</summary>
/// <param name="Kind">What failures are counted by: the exception's type, for example "InferenceRequestException". Few, never a text of the request.</param>
/// <param name="Message">In words.</param>
public sealed record RequestFailure(string Kind, string Message);
