using System.Globalization;
using System.Runtime.InteropServices;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Language;

/// <summary>A language model in an ONNX file, with the inputs and outputs that <see cref="DecoderModel.ToOnnx"/> and Hugging Face's exports have. Owns the runtime's session. Keys and values are copied between calls: for tests and small models.</summary>
public sealed class OnnxDecoder : ITokenDecoder, IDisposable
{
    /// <summary>The key of the model's metadata under which the context stands.</summary>
    public const string ContextKey = "context_length";

    private const string Past = "past_key_values.";
    private static readonly string[] Needed = ["input_ids", "attention_mask", "position_ids"];
    private readonly IOnnxSession _session;
    private readonly (string Name, long Heads, long Size)[] _pasts;

    private OnnxDecoder(IOnnxSession session, (string, long, long)[] pasts, int vocabulary, int context)
    {
        (_session, _pasts) = (session, pasts);
        (VocabularySize, Context) = (vocabulary, context);
    }

    /// <inheritdoc />
    public int VocabularySize { get; }

    /// <inheritdoc />
    public int Context { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runner">What runs it; null takes ONNX Runtime.</param>
    /// <param name="context">Tokens that a text has at most; null reads it from the model's metadata.</param>
    /// <exception cref="OnnxExportException">It has other inputs and outputs, or does not say its context.</exception>
    public static OnnxDecoder Open(OnnxModel model, IOnnxRunner? runner = null, int? context = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(context ?? 1, 1, nameof(context));
        string[] inputs = [.. model.Graph.Inputs.Select(i => i.Name)];
        string[] odd = [.. Needed.Except(inputs).Select(n => $"{n} is missing"), .. inputs.Except(Needed).Where(n => !n.StartsWith(Past, StringComparison.Ordinal)).Select(n => $"{n} is not known")];
        OnnxShape? logits = model.Graph.Outputs.Find(o => o.Name == "logits")?.TensorType?.Shape;
        if (odd.Length > 0 || logits is not { Rank: 3 } || logits[2].Size is not { } vocabulary)
        {
            throw new OnnxExportException($"The model is no decoder with {string.Join(", ", Needed)}, {Past}N.key and .value, and logits [batch, time, tokens]: {string.Join(", ", odd.Append($"logits are {logits?.ToString() ?? "missing"}"))}.");
        }

        var pasts = new List<(string, long, long)>();
        foreach (OnnxValueInfo input in model.Graph.Inputs.Where(i => i.Name.StartsWith(Past, StringComparison.Ordinal)))
        {
            pasts.Add(input.TensorType is { ElementType: OnnxElementType.Float, Shape: { Rank: 4 } shape } && shape[1].Size is { } heads && shape[3].Size is { } size
                ? (input.Name, heads, size)
                : throw new OnnxExportException($"Input '{input.Name}' is {input.TensorType}; keys and values are float [batch, heads, past, size] of known heads and size."));
        }

        int longest = context ?? (model.Metadata.TryGetValue(ContextKey, out string? said) && int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int read) && read > 0 ? read
            : throw new OnnxExportException($"The model does not say in its metadata, under '{ContextKey}', how many tokens a text has at most. Give {nameof(context)}."));
        return new OnnxDecoder((runner ?? new OnnxRuntimeRunner()).Open(model), [.. pasts], checked((int)vocabulary), longest);
    }

    /// <inheritdoc />
    public IDecoding Begin(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return new Decoding(this, batch);
    }

    /// <summary>Closes the runtime's session.</summary>
    public void Dispose() => _session.Dispose();

    private sealed class Decoding(OnnxDecoder decoder, int batch) : IDecoding
    {
        private Dictionary<string, OnnxTensor> _past = decoder._pasts.ToDictionary(p => p.Name, p => OnnxTensor.Of<float>(p.Name, [], batch, p.Heads, 0, p.Size));

        public float[] Read(DecodingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            KeyValuePair<string, OnnxTensor> Rows(string name, long[] values) => new(name, OnnxTensor.Of<long>(name, values, batch, values.Length / batch));
            IReadOnlyDictionary<string, OnnxTensor> answers = decoder._session.Run(
                _past.Append(Rows("input_ids", step.Tokens)).Append(Rows("attention_mask", step.Present)).Append(Rows("position_ids", step.Positions)).ToDictionary());
            _past = _past.Keys.ToDictionary(k => k, k => answers["present." + k[Past.Length..]].Named(k));
            ReadOnlySpan<float> all = MemoryMarshal.Cast<byte, float>(answers["logits"].Data.Span);
            (int time, int width) = (step.Tokens.Length / batch, decoder.VocabularySize);
            float[] last = new float[batch * width];
            for (int row = 0; row < batch; row++)
            {
                all.Slice(((row * time) + time - 1) * width, width).CopyTo(last.AsSpan(row * width));
            }

            return last;
        }

        public void Dispose() => _past = [];
    }
}
