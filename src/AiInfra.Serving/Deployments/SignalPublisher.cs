using System.Diagnostics;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>Makes signals of answers and failures, tells those who watch, and passes copies on to the challenger.</summary>
internal sealed class SignalPublisher(string deployment, string model, SignalHub signals, TimeProvider time)
{
    public ShadowRunner? Shadows { get; set; }

    /// <summary>Whether somebody wants to know of answers.</summary>
    public bool Watches => signals.IsObserved;

    public RowPrediction Publish(in Answer<Row> answer, Row inputs) => Publish(answer, inputs, answer.Result, answer.Id.ToString());

    public RowPrediction Publish<TResult>(in Answer<TResult> answer, Row inputs, Row outputs, string id)
    {
        string? trace = Trace();
        var prediction = new RowPrediction
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

        foreach (LoadedVersion shadow in answer.Shadows ?? [])
        {
            Shadows?.Offer(new ShadowCopy(shadow, inputs, null, id, answer.Key, trace));
        }

        return prediction;
    }

    /// <summary>Tells of each row of a tensor request, and where the model takes no rows of the request as a whole.</summary>
    public InferenceResult Publish(in Answer<TensorData[]> answer, IReadOnlyList<NamedTensor> inputs)
    {
        ModelSignature signature = answer.Version.Model.Signature;
        if (signals.IsObserved || answer.Shadows is not null)
        {
            if (signature.HasFixedRows)
            {
                PublishRows(answer, TensorRequest.Check(signature, inputs));
            }
            else
            {
                PublishTensors(answer, inputs);
            }
        }

        var outputs = new NamedTensor[answer.Result.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new NamedTensor(signature.Outputs[i].Name, answer.Result[i]);
        }

        return new InferenceResult { Id = answer.Id.ToString(), Model = model, Version = answer.Version.Version, Role = answer.Role, Latency = answer.Latency, Signature = signature, Outputs = outputs };
    }

    /// <summary>Tells of a request that was let in and brought no answer. One that found the queue full never was: it is counted by the deployment, and costs no more than that.</summary>
    public void Fail(in RequestLease lease, Exception error)
    {
        if (signals.IsObserved && error is not QueueFullException)
        {
            signals.Publish(new FailedRequest
            {
                Id = lease.Id.ToString(),
                Deployment = deployment,
                Model = model,
                Version = lease.Version.Version,
                Role = lease.Role,
                At = time.GetUtcNow(),
                Latency = time.GetElapsedTime(lease.Started),
                TraceId = Trace(),
                Key = lease.Key,
                Failure = Failure(error),
            });
        }
    }

    /// <summary>Tells of the challenger's answer to a copy of a row.</summary>
    public void PublishShadow(in ShadowCopy copy, Row outputs, TimeSpan latency)
    {
        if (signals.IsObserved)
        {
            signals.Publish(new RowPrediction
            {
                Id = ShadowId(copy),
                Deployment = deployment,
                Model = model,
                Version = copy.Challenger.Version,
                Role = PredictionRole.Shadow,
                At = time.GetUtcNow(),
                Latency = latency,
                Inputs = copy.Row!,
                Outputs = outputs,
                TraceId = copy.TraceId,
                Key = copy.Key,
                Of = copy.Id,
            });
        }
    }

    /// <summary>Tells of the challenger's answer to a copy of tensors.</summary>
    public void PublishShadow(in ShadowCopy copy, TensorData[] outputs, TimeSpan latency)
    {
        if (signals.IsObserved)
        {
            signals.Publish(new TensorPrediction
            {
                Id = ShadowId(copy),
                Deployment = deployment,
                Model = model,
                Version = copy.Challenger.Version,
                Role = PredictionRole.Shadow,
                At = time.GetUtcNow(),
                Latency = latency,
                Inputs = Shapes(copy.Tensors!),
                Outputs = Shapes(copy.Challenger.Model.Signature, outputs),
                TraceId = copy.TraceId,
                Key = copy.Key,
                Of = copy.Id,
            });
        }
    }

    /// <summary>Tells of a copy on which the challenger failed.</summary>
    public void FailShadow(in ShadowCopy copy, Exception error, TimeSpan latency)
    {
        if (signals.IsObserved)
        {
            signals.Publish(new FailedRequest
            {
                Id = ShadowId(copy),
                Deployment = deployment,
                Model = model,
                Version = copy.Challenger.Version,
                Role = PredictionRole.Shadow,
                At = time.GetUtcNow(),
                Latency = latency,
                TraceId = copy.TraceId,
                Key = copy.Key,
                Of = copy.Id,
                Failure = Failure(error),
            });
        }
    }

    // An id of its own for each version that answers a copy; what it belongs to says Signal.Of.
    private static string ShadowId(in ShadowCopy copy) => $"{copy.Id}/shadow-{copy.Challenger.Version}";

    private static string? Trace() => Activity.Current?.TraceId.ToHexString();

    private static RequestFailure Failure(Exception error) =>
        new(error is OperationCanceledException ? nameof(OperationCanceledException) : error.GetType().Name, error.Message);

    private static TensorShape Shape(string name, TensorData tensor) => new(name, tensor.Type.ProtocolName(), tensor.Shape.ToArray());

    private static TensorShape[] Shapes(IReadOnlyList<NamedTensor> tensors) => [.. tensors.Select(t => Shape(t.Name, t.Data))];

    private static TensorShape[] Shapes(ModelSignature signature, TensorData[] outputs) => [.. outputs.Select((o, i) => Shape(signature.Outputs[i].Name, o))];

    private void PublishRows(in Answer<TensorData[]> answer, TensorRequest request)
    {
        int rows = request.Rows;
        RowSchema input = answer.Version.InputColumns.Of(request.Inputs, rows);
        RowSchema output = answer.Version.OutputColumns.Of(answer.Result, rows);
        for (int i = 0; i < rows; i++)
        {
            Publish(answer, TensorRows.Read(input, request.Inputs, rows, i), TensorRows.Read(output, answer.Result, rows, i), rows == 1 ? answer.Id.ToString() : $"{answer.Id}#{i}");
        }
    }

    private void PublishTensors(in Answer<TensorData[]> answer, IReadOnlyList<NamedTensor> inputs)
    {
        string id = answer.Id.ToString();
        string? trace = Trace();
        if (signals.IsObserved)
        {
            signals.Publish(new TensorPrediction
            {
                Id = id,
                Deployment = deployment,
                Model = model,
                Version = answer.Version.Version,
                Role = answer.Role,
                At = time.GetUtcNow(),
                Latency = answer.Latency,
                Inputs = Shapes(inputs),
                Outputs = Shapes(answer.Version.Model.Signature, answer.Result),
                TraceId = trace,
                Key = answer.Key,
            });
        }

        foreach (LoadedVersion shadow in answer.Shadows ?? [])
        {
            // The caller may use its tensors again once it has its answer.
            Shadows?.Offer(new ShadowCopy(shadow, null, [.. inputs.Select(t => new NamedTensor(t.Name, t.Data.Clone()))], id, answer.Key, trace));
        }
    }
}
