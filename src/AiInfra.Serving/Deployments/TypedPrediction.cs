using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Requests;

namespace AiInfra.Serving.Deployments;

/// <summary>The answer to a typed request.</summary>
/// <param name="Output">The model's answer.</param>
/// <param name="Id">Id of the prediction; feedback refers to it. Written out anew each time it is read, so that whoever does not ask for it does not pay.</param>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered.</param>
/// <param name="Latency">Time from call to answer.</param>
public readonly record struct TypedPrediction<TOut>(TOut Output, string Id, int Version, PredictionRole Role, TimeSpan Latency)
{
    private readonly RequestId _id = new(Id);

    internal TypedPrediction(TOut output, RequestId id, int version, PredictionRole role, TimeSpan latency)
        : this(output, string.Empty, version, role, latency) => _id = id;

    /// <summary>Id of the prediction; feedback refers to it.</summary>
    public string Id
    {
        get => _id.ToString();
        init => _id = new RequestId(value);
    }
}
