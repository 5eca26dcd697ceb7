using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Which tensor of a file goes into which of a module, found out before anything is changed.</summary>
internal sealed class StateDictPlan
{
    private static readonly ScalarType[] Floats = [ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];
    private readonly Dictionary<string, Tensor> _module;
    private readonly TensorFileContent _content;
    private readonly StateDictOptions _options;
    private readonly List<(Tensor To, Tensor From)> _copies = [];

    public StateDictPlan(nn.Module module, TensorFileContent content, StateDictOptions options, string source)
    {
        _module = module.state_dict();
        _content = content;
        _options = options;
        (Dictionary<string, string> named, List<string> ignored) = Names(source);
        var loaded = new List<StateDictMatch>();
        var mismatches = new List<StateDictMismatch>();
        var filled = new Dictionary<nint, (string Name, Tensor From)>();
        foreach ((string name, Tensor tensor) in _module.Where(m => named.ContainsKey(m.Key)))
        {
            string from = named[name];
            bool transposed = content.Tensors[from].dim() == 2 && Matches(options.Transpose, name);
            Tensor value = transposed ? content.Tensors[from].t() : content.Tensors[from];
            if (Misfit(name, from, tensor, value) is { } reason)
            {
                mismatches.Add(new StateDictMismatch(name, from, reason));
            }
            else if (filled.TryGetValue(Place(tensor), out (string Name, Tensor From) other) && !other.From.eq(value).all().item<bool>())
            {
                mismatches.Add(new StateDictMismatch(name, from, $"the module shares one tensor for it and for '{other.Name}', and the file has different values for them"));
            }
            else
            {
                filled[Place(tensor)] = (name, value);
                _copies.Add((tensor, value));
                loaded.Add(new StateDictMatch(name, from, value.dtype == tensor.dtype ? null : $"{TensorFileTypes.Of(value.dtype).Name} to {TensorFileTypes.Of(tensor.dtype).Name}", transposed));
            }
        }

        string[] without = [.. _module.Keys.Where(k => !named.ContainsKey(k))];
        Report = new StateDictReport
        {
            Loaded = loaded,
            Mismatches = mismatches,
            Ignored = ignored,
            Unexpected = [.. named.Where(n => !_module.ContainsKey(n.Key)).Select(n => n.Value)],
            Tied = without.Where(w => filled.ContainsKey(Place(_module[w]))).ToDictionary(w => w, w => filled[Place(_module[w])].Name, StringComparer.Ordinal),
            Missing = [.. without.Where(w => !filled.ContainsKey(Place(_module[w])))],
        };
    }

    public StateDictReport Report { get; }

    public void Apply()
    {
        foreach ((Tensor to, Tensor from) in _copies)
        {
            to.copy_(from);
        }
    }

    /// <summary>What both sides look like, for one who has to write rules.</summary>
    public string Hint() =>
        $"Names in the file are such as {string.Join(", ", _content.Tensors.Keys.Order(StringComparer.Ordinal).Take(3))}; in the module {string.Join(", ", _module.Keys.Order(StringComparer.Ordinal).Take(3))}. "
        + $"Set {nameof(StateDictOptions.StripPrefix)}, {nameof(StateDictOptions.Rename)}, {nameof(StateDictOptions.Transpose)} or {nameof(StateDictOptions.Ignore)}, or {nameof(StateDictOptions.Strict)} to false to load what fits.";

    /// <summary>The file's names by those they have in the module.</summary>
    private (Dictionary<string, string> Named, List<string> Ignored) Names(string source)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        var ignored = new List<string>();
        foreach (string name in _content.Tensors.Keys.Order(StringComparer.Ordinal))
        {
            if (Matches(_options.Ignore, name))
            {
                ignored.Add(name);
                continue;
            }

            string renamed = _options.StripPrefix is { Length: > 0 } prefix && name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
            foreach (StateDictRule rule in _options.Rename)
            {
                renamed = Regex.Replace(renamed, rule.Pattern, rule.Replacement, RegexOptions.CultureInvariant);
            }

            renamed = _options.AddPrefix + renamed;
            if (!named.TryAdd(renamed, name))
            {
                throw new CheckpointException($"{source}: '{named[renamed]}' and '{name}' both become '{renamed}' by the rules. Make the rules tell them apart, or ignore one.");
            }
        }

        return (named, ignored);
    }

    /// <summary>What tells tensors apart that are one under several names: TorchSharp may have several handles for one.</summary>
    private static unsafe nint Place(Tensor tensor)
    {
        if (tensor.device_type != TorchSharp.DeviceType.CPU || tensor.numel() is 0 or > int.MaxValue / 8 || !tensor.is_contiguous())
        {
            return tensor.Handle;
        }

        fixed (byte* at = tensor.bytes)
        {
            return (nint)at;
        }
    }

    private static bool Matches(IEnumerable<string> patterns, string name) => patterns.Any(p => Regex.IsMatch(name, p, RegexOptions.CultureInvariant));

    private string? Misfit(string name, string from, Tensor to, Tensor value)
    {
        if (!to.shape.AsSpan().SequenceEqual(value.shape))
        {
            string words = $"[{string.Join(", ", value.shape)}] in the file, [{string.Join(", ", to.shape)}] in the module";
            return value.dim() == 2 && to.shape.AsSpan().SequenceEqual([value.shape[1], value.shape[0]])
                ? $"{words}: it fits transposed, so a pattern in {nameof(StateDictOptions.Transpose)} {(Matches(_options.Transpose, name) ? "must not match it" : "should match it and its like")}"
                : words;
        }

        if (_content.RawTypes.TryGetValue(from, out string? raw))
        {
            return $"its type {raw} is one that libtorch lacks";
        }

        if (value.dtype == to.dtype)
        {
            return null;
        }

        if (!Floats.Contains(value.dtype) || !Floats.Contains(to.dtype))
        {
            return $"{TensorFileTypes.Of(value.dtype).Name} in the file, {TensorFileTypes.Of(to.dtype).Name} in the module: only floats are converted";
        }

        using Tensor lost = value.isfinite().logical_and(value.to(to.dtype).isfinite().logical_not()).any();
        return lost.item<bool>() ? $"it has values beyond the range of {TensorFileTypes.Of(to.dtype).Name}" : null;
    }
}
