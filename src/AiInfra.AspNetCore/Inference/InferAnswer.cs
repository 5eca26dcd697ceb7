using System.Globalization;
using System.Text.Json;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Writes the answer to a request for inference.</summary>
internal static class InferAnswer
{
    private static readonly JsonEncodedText ModelName = JsonEncodedText.Encode("model_name");
    private static readonly JsonEncodedText ModelVersion = JsonEncodedText.Encode("model_version");
    private static readonly JsonEncodedText PredictionId = JsonEncodedText.Encode("prediction_id");

    /// <summary>Writes the JSON and, behind it, the outputs that were asked for as bytes.</summary>
    /// <returns>Bytes of JSON where bytes follow it, otherwise -1.</returns>
    /// <exception cref="ProtocolException">The request asks for an output that there is not.</exception>
    public static int Write(AnswerBuffer answer, string model, InferRequest request, InferenceResult result)
    {
        Utf8JsonWriter json = answer.Json;
        json.WriteStartObject();
        json.WriteString(ModelName, model);
        Span<char> version = stackalloc char[11];
        result.Version.TryFormat(version, out int length, provider: CultureInfo.InvariantCulture);
        json.WriteString(ModelVersion, version[..length]);
        if (request.Id is { Length: > 0 } id)
        {
            json.WriteString("id"u8, id);
        }

        json.WriteStartObject("parameters"u8);
        json.WriteString(PredictionId, result.Id);
        json.WriteEndObject();
        json.WriteStartArray("outputs"u8);
        List<TensorData>? binary = null;
        int outputs = request.Outputs?.Length ?? result.Outputs.Count;
        for (int i = 0; i < outputs; i++)
        {
            NamedTensor output = request.Outputs is null ? result.Outputs[i] : Find(result, request.Outputs[i].Name);
            TensorData data = output.Data;
            if (request.Outputs is { } asked && asked[i].TopClasses > 0)
            {
                data = Classification.Top(data, asked[i].TopClasses, result.Signature.Classes);
            }

            bool asBytes = request.Outputs?[i].Binary ?? request.BinaryOutputs;
            WriteOutput(json, output.Name, data, asBytes);
            if (asBytes)
            {
                (binary ??= []).Add(data);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        int jsonBytes = answer.Buffer.Written.Length;
        foreach (TensorData data in binary ?? [])
        {
            BinaryTensors.Write(data, answer.Buffer);
        }

        return binary is null ? -1 : jsonBytes;
    }

    private static void WriteOutput(Utf8JsonWriter json, string name, TensorData data, bool binary)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("datatype"u8, data.Type.ProtocolName());
        json.WriteStartArray("shape"u8);
        foreach (long dim in data.Shape)
        {
            json.WriteNumberValue(dim);
        }

        json.WriteEndArray();
        if (binary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, BinaryTensors.Size(data));
            json.WriteEndObject();
        }
        else
        {
            json.WritePropertyName("data"u8);
            TensorJsonWriter.Write(json, data);
        }

        json.WriteEndObject();
    }

    private static NamedTensor Find(InferenceResult result, string name)
    {
        foreach (NamedTensor output in result.Outputs)
        {
            if (output.Name == name)
            {
                return output;
            }
        }

        throw ProtocolException.BadRequest($"Unknown output '{name}'. Outputs are {string.Join(", ", result.Outputs.Select(o => $"'{o.Name}'"))}.");
    }
}
