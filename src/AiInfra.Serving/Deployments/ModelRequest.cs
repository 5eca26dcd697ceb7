using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>A request to a deployment as its decorators see it, whichever way it came: a row, rows, a record, or tensors. Made only where a deployment has decorators.</summary>
/// <remarks>Do not change what it holds; pass it on once, several times, or not at all.</remarks>
public abstract class ModelRequest
{
    private readonly RequestPipeline _pipeline;
    private string? _fingerprint;

    private protected ModelRequest(RequestPipeline pipeline) => _pipeline = pipeline;

    /// <summary>The deployment that was asked.</summary>
    public string Deployment => _pipeline.Deployment;

    /// <summary>The registered model behind it.</summary>
    public string Model => _pipeline.Model;

    /// <summary>The version that is champion now; null while there is none. Keep it with an answer that is used again: another champion may answer otherwise.</summary>
    public int? Champion => _pipeline.Router.Routing.Champion?.Version;

    /// <summary>The way it came. An answer fits a request of the same kind.</summary>
    public abstract RequestKind Kind { get; }

    /// <summary>Rows in it; 1 where the model has no rows.</summary>
    public abstract int Count { get; }

    /// <summary>SHA-256 over kind, result type and content, as hexadecimal digits: equal where the same is asked in the same way, so that the answer to one is an answer to the other. All columns of a row count, also those that the model does not take. Computed when it is first asked for.</summary>
    public string Fingerprint => _fingerprint ??= MakeFingerprint();

    /// <summary>The tensors, where they came as such.</summary>
    /// <value>Null otherwise.</value>
    public virtual IReadOnlyList<NamedTensor>? Tensors => null;

    /// <summary>The request as rows: those that came, or those that its record or tensors stand for.</summary>
    /// <returns>Null where the model does not take rows, or none is loaded to say what a record or tensors stand for.</returns>
    /// <exception cref="InferenceRequestException">The tensors do not fit the champion.</exception>
    public abstract IReadOnlyList<Row>? ToRows();

    /// <summary>An answer of one's own, where no version is asked: a default value, a rule, a fallback. Its <see cref="ModelResponse.Version"/> is 0, and it is not published as a prediction.</summary>
    /// <param name="outputs">A row of outputs for each row of the request, with the columns that the model's own answers have.</param>
    /// <exception cref="ArgumentException">There are more or fewer rows than the request has, one is null, a column of the champion's answers is missing, or its value does not fit the output. Of rows this is not checked where nothing is loaded that says what the outputs are.</exception>
    /// <exception cref="InvalidOperationException">A record or tensors cannot be answered so: nothing is loaded that says what the outputs are, or their number of elements is open.</exception>
    public ModelResponse Answer(IReadOnlyList<Row> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count != Count || outputs.Contains(null))
        {
            throw new ArgumentException($"Expected a row of outputs for each of {Count} rows of the request, came {outputs.Count}, {outputs.Count(o => o is null)} of them null.", nameof(outputs));
        }

        return MakeAnswer(outputs);
    }

    internal RequestPipeline Pipeline => _pipeline;

    /// <summary>The rest of the way, to the version that answers.</summary>
    internal abstract ValueTask<ModelResponse> SendAsync(PredictOptions? options, CancellationToken cancellationToken);

    private protected abstract string MakeFingerprint();

    private protected abstract ModelResponse MakeAnswer(IReadOnlyList<Row> outputs);
}
