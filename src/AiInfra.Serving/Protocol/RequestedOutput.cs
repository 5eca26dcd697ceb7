namespace AiInfra.Serving.Protocol;

/// <summary>An output that a request asks for.</summary>
/// <param name="Name">Name.</param>
/// <param name="Binary">Whether its elements come as bytes behind the JSON; null where the request does not say.</param>
/// <param name="TopClasses">0, or how many of the largest elements come as texts "score:index:label".</param>
public readonly record struct RequestedOutput(string Name, bool? Binary = null, int TopClasses = 0);
