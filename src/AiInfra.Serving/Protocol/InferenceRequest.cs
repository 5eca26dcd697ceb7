using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>A request for inference as the Open Inference Protocol says it, whatever it was read from: JSON, bytes, or a message of another transport.</summary>
public sealed class InferenceRequest
{
    /// <summary>The client's own id, given back with the answer. It need not be unique, so it is not the prediction's id.</summary>
    /// <value>Default null: it has none.</value>
    public string? Id { get; set; }

    /// <summary>The tensors.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<NamedTensor> Inputs { get; set; } = [];

    /// <summary>The outputs that are asked for.</summary>
    /// <value>Default null: all outputs. Never empty.</value>
    public IReadOnlyList<RequestedOutput>? Outputs { get; set; }

    /// <summary>Whether outputs that say nothing else come as bytes.</summary>
    /// <value>Default false.</value>
    public bool BinaryOutputs { get; set; }

    /// <summary>What the parameters say to the deployment.</summary>
    /// <value>Default null: nothing.</value>
    public PredictOptions? Options { get; set; }

    private PredictOptions Said => Options ?? new PredictOptions();

    /// <summary>Takes the parameter "timeout".</summary>
    /// <param name="microseconds">How long it may wait for its turn; 0 for as long as the deployment says.</param>
    /// <exception cref="ProtocolException">It is negative.</exception>
    public void SetTimeout(long microseconds)
    {
        if (NotNegative(microseconds, "timeout") > 0)
        {
            Options = Said with { Timeout = TimeSpan.FromTicks(Math.Min(microseconds, TimeSpan.MaxValue.Ticks / 100) * TimeSpan.TicksPerMicrosecond) };
        }
    }

    /// <summary>Takes the parameter "priority".</summary>
    /// <param name="priority">1 for the highest, 2 or 0 for the usual, more for the lowest.</param>
    /// <exception cref="ProtocolException">It is negative.</exception>
    public void SetPriority(long priority) =>
        Options = Said with { Priority = NotNegative(priority, "priority") switch { 0 or 2 => BatchPriority.Normal, 1 => BatchPriority.High, _ => BatchPriority.Low } };

    /// <summary>Takes the parameter "sequence_id": the requests of one sequence stay with one version during a canary.</summary>
    /// <param name="sequence">The sequence; "" and "0" mean that there is none.</param>
    public void SetSequence(string sequence) => Options = Said with { Key = sequence is null or "" or "0" ? null : sequence };

    /// <summary>Takes the version that a path or a message names: no other may answer.</summary>
    /// <param name="version">The version.</param>
    public void SetVersion(int version) => Options = Said with { Version = version };

    /// <summary>Refuses outputs that no version has which may answer, before the model runs. The version that does answer is asked again by <see cref="Select"/>.</summary>
    /// <param name="deployment">Who is going to answer.</param>
    /// <exception cref="ProtocolException">There is no such output.</exception>
    public void RequireOutputs(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        int? version = Options?.Version;
        if (Outputs is null || (version is int number ? deployment.SignatureOf(number) : deployment.Signature) is not ModelSignature signature)
        {
            return;
        }

        foreach (RequestedOutput output in Outputs)
        {
            if (signature.IndexOfOutput(output.Name) < 0 && (version is not null || !IsOnTrial(deployment, output.Name)))
            {
                throw Unknown(output.Name, signature.Outputs.Select(o => o.Name));
            }
        }
    }

    /// <summary>The outputs that were asked for, in the order in which they were.</summary>
    /// <param name="result">The answer.</param>
    /// <exception cref="ProtocolException">The version that answered has no such output, or classes are asked for of what is no number.</exception>
    public IReadOnlyList<ResponseTensor> Select(InferenceResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Selected(result);
    }

    internal ResponseTensor[] Selected(InferenceResult result)
    {
        var tensors = new ResponseTensor[Outputs?.Count ?? result.Outputs.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = Outputs is null ? new ResponseTensor(result.Outputs[i].Name, result.Outputs[i].Data, BinaryOutputs) : Chosen(result, Outputs[i]);
        }

        return tensors;
    }

    private ResponseTensor Chosen(InferenceResult result, RequestedOutput asked)
    {
        TensorData data = Find(result, asked.Name);
        return new ResponseTensor(asked.Name, asked.TopClasses > 0 ? Classification.Top(data, asked.TopClasses, result.Signature.Classes) : data, asked.Binary ?? BinaryOutputs);
    }

    private static TensorData Find(InferenceResult result, string name)
    {
        foreach (NamedTensor output in result.Outputs)
        {
            if (output.Name == name)
            {
                return output.Data;
            }
        }

        throw Unknown(name, result.Outputs.Select(o => o.Name));
    }

    /// <summary>Whether a challenger that may answer has this output.</summary>
    private static bool IsOnTrial(Deployment deployment, string output) =>
        deployment.View().Versions.Any(v => v.Role == "challenger" && v.Signature.IndexOfOutput(output) >= 0);

    private static ProtocolException Unknown(string output, IEnumerable<string> outputs) =>
        new($"Unknown output '{output}'. Outputs are {string.Join(", ", outputs.Select(o => $"'{o}'"))}.");

    private static long NotNegative(long value, string parameter) =>
        value >= 0 ? value : throw new ProtocolException($"Expected a whole number from 0 on as parameter '{parameter}'.");
}
