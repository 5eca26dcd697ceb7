namespace AiInfra.Serving.Deployments;

/// <summary>Whoever asks has asked too often (HTTP 429): what a decorator throws that limits a client's rate or budget.</summary>
/// <param name="message">Why, in words for the client.</param>
/// <param name="inner">The cause, where there is one.</param>
/// <remarks>The deployment itself is never short of patience with one client: where all its clients together ask for more than it can answer, it throws a <see cref="Batching.QueueFullException"/> (HTTP 503).</remarks>
public sealed class TooManyRequestsException(string message, Exception? inner = null) : AiInfraException(message, inner);
