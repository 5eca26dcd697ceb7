using System.Diagnostics;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>Makes predictions of answers, tells those who watch, and passes copies on to the challenger.</summary>
internal sealed class Announcer(string deployment, string model, SignalHub signals, TimeProvider time)
{
    /// <summary>What a shadow's id ends with.</summary>
    public const string ShadowSuffix = "/shadow";

    public ShadowRunner? Shadows { get; set; }

    /// <summary>Whether somebody wants to know of predictions.</summary>
    public bool Watches => signals.IsObserved;

    public Prediction Tell(in Answer<Row> answer, Row inputs) => Tell(answer, inputs, answer.Result, answer.Id.ToString());

    public Prediction Tell<TResult>(in Answer<TResult> answer, Row inputs, Row outputs, string id)
    {
        string? trace = Activity.Current?.TraceId.ToHexString();
        var prediction = new Prediction
        {
            Id = id,
            Deployment = deployment,
            Model = model,
            Version = answer.Version.Version,
            Role = answer.Role,
            At = time.GetUtcNow(),
            Latency = answer.Latency,
            Inputs = inputs,
            Outputs = outputs,
            TraceId = trace,
            Key = answer.Key,
        };
        if (signals.IsObserved)
        {
            signals.Publish(prediction);
        }

        for (int i = 0; i < answer.Shadows?.Length; i++)
        {
            // An id of its own for each.
            Shadows?.Offer(new ShadowCopy(answer.Shadows[i], inputs, i == 0 ? id : $"{id}/{answer.Shadows[i].Version}", answer.Key, trace));
        }

        return prediction;
    }

    /// <summary>Tells of each row of a tensor request; models that do not take rows are not told of.</summary>
    public InferenceResult Tell(in Answer<TensorData[]> answer, IReadOnlyList<NamedTensor> inputs)
    {
        ModelSignature signature = answer.Version.Model.Signature;
        if (signature.HasFixedRows && (signals.IsObserved || answer.Shadows is not null))
        {
            TensorRequest request = TensorRequest.Check(signature, inputs);
            TellRows(answer, request);
        }

        var outputs = new NamedTensor[answer.Result.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new NamedTensor(signature.Outputs[i].Name, answer.Result[i]);
        }

        return new InferenceResult { Id = answer.Id.ToString(), Model = model, Version = answer.Version.Version, Role = answer.Role, Latency = answer.Latency, Signature = signature, Outputs = outputs };
    }

    /// <summary>The challenger's answer to a copy.</summary>
    public Prediction Describe(ShadowCopy copy, Row outputs, TimeSpan latency) => new()
    {
        Id = copy.Id + ShadowSuffix,
        Deployment = deployment,
        Model = model,
        Version = copy.Challenger.Version,
        Role = PredictionRole.Shadow,
        At = time.GetUtcNow(),
        Latency = latency,
        Inputs = copy.Inputs,
        Outputs = outputs,
        TraceId = copy.TraceId,
        Key = copy.Key,
    };

    private void TellRows(in Answer<TensorData[]> answer, TensorRequest request)
    {
        int rows = request.Rows;
        RowSchema input = answer.Version.InputColumns.Of(request.Inputs, rows);
        RowSchema output = answer.Version.OutputColumns.Of(answer.Result, rows);
        for (int i = 0; i < rows; i++)
        {
            Tell(answer, TensorRows.Read(input, request.Inputs, rows, i), TensorRows.Read(output, answer.Result, rows, i), rows == 1 ? answer.Id.ToString() : $"{answer.Id}#{i}");
        }
    }
}
