using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Puts the weights of a safetensors file, as PyTorch's tools write them, into a module of TorchSharp.</summary>
/// <remarks>
/// The module's names are those of <c>state_dict</c>: fields become names, so a module whose fields are named as in Python needs no rules. A tensor that several names of the module share needs one of them in the file.
/// Floats are converted to the module's type, which the report tells; other kinds are not.
/// </remarks>
public static class StateDict
{
    /// <summary>Loads from a file, or from several by their index (<c>….index.json</c>).</summary>
    /// <param name="module">What is filled, on any device.</param>
    /// <param name="path">The file or the index.</param>
    /// <param name="options">How names and layouts differ.</param>
    /// <exception cref="CheckpointException">The file is damaged; or it and the module differ where that is not allowed, or have nothing in common: the message has the report, and the module is unchanged.</exception>
    public static StateDictReport Load(nn.Module module, string path, StateDictOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using TensorFileContent content = path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase) ? TensorShards.Read(path, keepRaw: true) : TensorFile.Read(path, keepRaw: true);
        return Load(module, content, options, path);
    }

    /// <summary>Loads from what was read.</summary>
    /// <param name="module">What is filled, on any device.</param>
    /// <param name="content">Tensors by name.</param>
    /// <param name="options">How names and layouts differ.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="CheckpointException">Content and module differ where that is not allowed, or have nothing in common: the message has the report, and the module is unchanged.</exception>
    public static StateDictReport Load(nn.Module module, TensorFileContent content, StateDictOptions? options = null, string source = "The file")
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(content);
        options = (options ?? new StateDictOptions()).Checked(nameof(options));
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        var plan = new StateDictPlan(module, content, options, source);
        StateDictReport report = plan.Report;
        if (report.Loaded.Count == 0 || (options.Strict && !report.IsComplete))
        {
            throw new CheckpointException($"{source} does not fit the module; nothing was changed. {report}\n{plan.Hint()}");
        }

        plan.Apply();
        return report;
    }
}
