using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>An answer of a deployment as its decorators see it. Immutable: it may be given again as the answer to another request of the same <see cref="ModelRequest.Fingerprint"/>.</summary>
/// <remarks>An answer that is given again keeps its id: feedback for it is feedback for the prediction that it was first.</remarks>
public abstract class ModelResponse
{
    private protected ModelResponse(string id, int version, PredictionRole role, TimeSpan latency) => (Id, Version, Role, Latency) = (id, version, role, latency);

    /// <summary>Id of the prediction. With several rows, row i has the id "id#i".</summary>
    public string Id { get; }

    /// <summary>Version that answered; 0 where a decorator did (<see cref="ModelRequest.Answer"/>).</summary>
    public int Version { get; }

    /// <summary>Role in which it answered.</summary>
    public PredictionRole Role { get; }

    /// <summary>Time that the deployment took, from call to answer, its decorators not counted.</summary>
    public TimeSpan Latency { get; }

    /// <summary>The tensors, where tensors were asked for.</summary>
    /// <value>Null otherwise.</value>
    public virtual IReadOnlyList<NamedTensor>? Tensors => null;

    /// <summary>The outputs as rows, one for each row of the request.</summary>
    /// <returns>Null where the model does not give rows.</returns>
    public abstract IReadOnlyList<Row>? ToRows();
}
