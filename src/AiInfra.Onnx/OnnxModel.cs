using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>An ONNX model: a graph, the operator sets it is of, and who made it. Reading needs no runtime and no native code.</summary>
public sealed partial class OnnxModel
{
    /// <summary>Version of the file format.</summary>
    public long IrVersion { get; set; }

    /// <summary>Operator sets the graph uses.</summary>
    public List<OnnxOpset> Opsets { get; } = [];

    /// <summary>Program that made the model.</summary>
    public string ProducerName { get; set; } = "";

    /// <summary>Version of that program.</summary>
    public string ProducerVersion { get; set; } = "";

    /// <summary>Reverse domain name of the maker.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Version of the model.</summary>
    public long ModelVersion { get; set; }

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    /// <summary>The graph that is run.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>Key and value pairs, in order.</summary>
    public OrderedDictionary<string, string> Metadata { get; } = [];

    /// <summary>Operators that the model defines itself.</summary>
    public List<OnnxFunction> Functions { get; } = [];

    internal UnknownFields Unknown { get; set; }

    /// <summary>Every tensor in the model: constants, sparse ones, those in attributes, in the graphs inside nodes and in functions.</summary>
    public IEnumerable<OnnxTensor> AllTensors() => ModelTensors.Of(this).Select(t => t.Tensor);

    /// <summary>Reads a model from memory. The tensors point into it; do not change it while the model is used.</summary>
    /// <exception cref="OnnxFormatException">The content is damaged, hostile or over a limit.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> content, OnnxReadOptions? options = null)
    {
        options ??= new();
        options.Validate();
        CheckSize(content.Length, options);
        return ModelReader.Read(content, new ReadState(options));
    }

    /// <summary>Reads a model from a stream to its end.</summary>
    /// <exception cref="OnnxFormatException">The content is damaged, hostile or over a limit.</exception>
    public static OnnxModel Read(Stream content, OnnxReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= new();
        options.Validate();
        if (content.CanSeek)
        {
            CheckSize(content.Length - content.Position, options);
        }

        using var copy = new MemoryStream(content.CanSeek ? (int)(content.Length - content.Position) : 0);
        Span<byte> buffer = new byte[81920];
        for (int count = content.Read(buffer); count > 0; count = content.Read(buffer))
        {
            CheckSize(copy.Length + count, options);
            copy.Write(buffer[..count]);
        }

        return Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), options);
    }

    /// <summary>Reads a model file, and the data that its tensors keep in files beside it.</summary>
    /// <exception cref="OnnxFormatException">The content is damaged, hostile or over a limit, or names data outside of its directory.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxModel Read(string path, OnnxReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        options.Validate();
        CheckSize(new FileInfo(path).Length, options);
        OnnxModel model = Read(File.ReadAllBytes(path), options);
        if (options.LoadExternalData)
        {
            string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            foreach ((OnnxTensor tensor, string where) in ModelTensors.Of(model))
            {
                if (tensor.External is not null)
                {
                    ExternalDataFile.Load(tensor, directory, where, options.FollowLinks);
                }
            }
        }

        return model;
    }

    /// <summary>Writes the model. All data goes into it; the same model gives the same bytes.</summary>
    /// <exception cref="OnnxFormatException">The model is larger than protobuf allows (2 GiB).</exception>
    public void Write(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var measure = new WireWriter(null, null);
        ModelWriter.Model(measure, this);
        if (measure.Length > int.MaxValue)
        {
            throw new OnnxFormatException($"The model has {measure.Length} bytes, protobuf allows {int.MaxValue}", "the model", "Write it to a path with externalFrom, which keeps large tensors in a file beside it.");
        }

        // Not disposed: that would close the caller's stream.
        var buffered = new BufferedStream(output, 65536);
        ModelWriter.Model(new WireWriter(buffered, measure.Sizes), this);
        buffered.Flush();
    }

    /// <summary>Writes the model to a file, whole or not at all: first beside it, then renamed. Whoever reads the path finds the old model with its data or the new one with its own, also after a crash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="externalFrom">
    /// When given, initializers of so many bytes or more go to a second file beside it, named like the first with a digest of the data and <c>.data</c> after it (<c>m.onnx.0123456789abcdef.data</c>); needed above 2 GiB.
    /// It is written before the model. The data file of the model that stood there goes at the end, unless another model of the folder names it.
    /// </param>
    public void Write(string path, long? externalFrom = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(externalFrom ?? 0);
        string[] older = OlderData.Of(path);
        OnnxModel model = externalFrom is { } bytes ? ExternalDataFile.Save(this, path, bytes) : this;
        WholeFile.Write(path, model.Write);
        OlderData.Remove(path, older, model);
    }

    /// <summary>The model as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    /// <inheritdoc />
    public override string ToString() => $"ONNX model, IR {IrVersion}, {string.Join(", ", Opsets)}: {Graph}";

    private static void CheckSize(long bytes, OnnxReadOptions options)
    {
        if (bytes > options.MaxBytes || bytes > Array.MaxLength)
        {
            throw new OnnxFormatException($"The model has {bytes} bytes or more, the limit is {Math.Min(options.MaxBytes, Array.MaxLength)}", "the model", $"Raise {nameof(OnnxReadOptions.MaxBytes)}, or keep large tensors in another file.");
        }
    }
}
