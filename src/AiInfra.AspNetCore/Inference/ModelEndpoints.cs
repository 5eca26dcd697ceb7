using System.Globalization;
using System.Text.Json;
using AiInfra.AspNetCore.Deployments;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Inference;

/// <summary><c>GET v2/models/M[/versions/V]</c> and below, but for inference.</summary>
internal sealed class ModelEndpoints(IDeployments deployments)
{
    public Task MetadataAsync(HttpContext context)
    {
        InferTarget target = InferTarget.Of(context, deployments);
        IReadOnlyList<VersionView> versions = target.Loaded();
        return JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("name", target.Deployment.Name);
            json.WriteStartArray("versions");
            foreach (int version in versions.Select(v => v.Version).Order())
            {
                json.WriteStringValue(Text(version));
            }

            json.WriteEndArray();
            json.WriteString("platform", versions[0].Platform);
            WriteTensors(json, "inputs", versions[0].Signature.Inputs);
            WriteTensors(json, "outputs", versions[0].Signature.Outputs);
            json.WriteEndObject();
        });
    }

    public Task ReadyAsync(HttpContext context)
    {
        InferTarget target = InferTarget.Of(context, deployments);
        if (target.Version is not null)
        {
            target.Loaded();
        }

        DeploymentView view = target.Deployment.View();
        bool ready = view.Status == DeploymentStatus.Ready;
        return JsonAnswer.SendAsync(context, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteStartObject();
            json.WriteString("name", target.Deployment.Name);
            json.WriteBoolean("ready", ready);
            ServerEndpoints.WriteError(json, ready ? [] : [Readiness.Problem(target.Deployment) ?? $"Model '{target.Deployment.Name}' is not ready: {view.Reason}."]);
            json.WriteEndObject();
        });
    }

    /// <summary>Counts and times in the form of the statistics extension; times that are not measured apart are left out.</summary>
    public Task StatisticsAsync(HttpContext context)
    {
        (string Name, VersionView Version)[] all = context.Request.RouteValues.ContainsKey("model")
            ? [.. One(InferTarget.Of(context, deployments))]
            : [.. deployments.All.SelectMany(d => d.View().Versions.Select(v => (d.Name, v)))];
        return JsonAnswer.SendAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("model_stats");
            foreach ((string name, VersionView version) in all)
            {
                WriteStatistics(json, name, version);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    internal static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, VersionView Version)> One(InferTarget target) => target.Loaded().Select(v => (target.Deployment.Name, v));

    private static void WriteStatistics(Utf8JsonWriter json, string name, VersionView version)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("version", Text(version.Version));
        json.WriteNumber("inference_count", version.Batches?.Rows ?? version.Answered);
        json.WriteNumber("execution_count", version.Batches?.Batches ?? version.Answered);
        json.WriteStartObject("inference_stats");
        WriteDuration(json, "success", version.Answered, version.Latency.Total);
        WriteDuration(json, "fail", version.Failed, TimeSpan.Zero);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, long count, TimeSpan total)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", count);
        json.WriteNumber("ns", total.Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string name, IReadOnlyList<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (TensorSpec tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.Type.ProtocolName());
            json.WriteStartArray("shape");

            // The protocol has no word for an unknown rank; an empty shape would be a scalar's.
            foreach (long dim in tensor.HasRank ? tensor.Shape : [-1])
            {
                json.WriteNumberValue(dim);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
