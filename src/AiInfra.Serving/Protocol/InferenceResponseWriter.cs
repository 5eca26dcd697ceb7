using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Writes responses to requests for inference. Keep it and use it again: it keeps its JSON writer. Not thread-safe.</summary>
public sealed class InferenceResponseWriter
{
    private static readonly JsonEncodedText ModelName = JsonEncodedText.Encode("model_name");
    private static readonly JsonEncodedText ModelVersion = JsonEncodedText.Encode("model_version");
    private static readonly JsonEncodedText PredictionId = JsonEncodedText.Encode("prediction_id");

    // Letters of all scripts stay readable: a response is JSON by its Content-Type and never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private Utf8JsonWriter? _json;

    /// <summary>Writes the JSON and, behind it, the outputs that were asked for as bytes.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="model">The model's name for the client.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="result">The answer.</param>
    /// <returns>Bytes of JSON where bytes follow it: the client needs the number in the header Inference-Header-Content-Length. Null where all is JSON.</returns>
    /// <exception cref="ProtocolException">The request asks for an output that there is not; nothing was written.</exception>
    public int? Write(IBufferWriter<byte> to, string model, InferenceRequest request, InferenceResult result)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        ResponseTensor[] outputs = request.Selected(result);
        Utf8JsonWriter json = _json ??= new Utf8JsonWriter(to, Options);
        json.Reset(to);
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
        bool hasBytes = false;
        foreach (ref readonly ResponseTensor output in outputs.AsSpan())
        {
            Write(json, output);
            hasBytes |= output.Binary;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        if (!hasBytes)
        {
            return null;
        }

        foreach (ResponseTensor output in outputs)
        {
            if (output.Binary)
            {
                BinaryTensors.Write(output.Data, to);
            }
        }

        return (int)json.BytesCommitted;
    }

    private static void Write(Utf8JsonWriter json, in ResponseTensor output)
    {
        TensorData data = output.Data;
        json.WriteStartObject();
        json.WriteString("name"u8, output.Name);
        json.WriteString("datatype"u8, data.Type.ProtocolName());
        json.WriteStartArray("shape"u8);
        foreach (long dim in data.Shape)
        {
            json.WriteNumberValue(dim);
        }

        json.WriteEndArray();
        if (output.Binary)
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
}
