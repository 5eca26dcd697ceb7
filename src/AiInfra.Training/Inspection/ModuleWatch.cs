using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Inspection;

/// <summary>Sees what goes into and comes out of a module and all within it, by forward hooks, until it is disposed. A module whose forward is called directly instead of by call is not seen.</summary>
internal sealed class ModuleWatch : IDisposable
{
    private static readonly MethodInfo[] s_attach = [.. typeof(ModuleWatch).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic).Where(m => m.Name == nameof(Attach))];
    private readonly List<Action> _remove = [];
    private readonly Action<ModuleCall>? _entering;
    private readonly Action<ModuleCall>? _leaving;

    public ModuleWatch(nn.Module root, Action<ModuleCall>? entering = null, Action<ModuleCall>? leaving = null)
    {
        _entering = entering;
        _leaving = leaving;
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance) { root };
        AttachTo("", root);
        foreach ((string path, nn.Module module) in root.named_modules())
        {
            if (seen.Add(module))
            {
                AttachTo(path, module);
            }
        }
    }

    public void Dispose() => _remove.ForEach(r => r());

    private void AttachTo(string path, nn.Module module)
    {
        for (Type? type = module.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.Name.StartsWith("Module`", StringComparison.Ordinal) && type.Namespace == typeof(nn.Module).Namespace)
            {
                Type[] arguments = type.GetGenericArguments();
                s_attach.First(m => m.GetGenericArguments().Length == arguments.Length).MakeGenericMethod(arguments).Invoke(this, [path, module]);
                return;
            }
        }
    }

    private void Enter(string path, nn.Module module, params ReadOnlySpan<object?> inputs) => _entering?.Invoke(new ModuleCall(path, module, Tensors(inputs), []));

    private void Leave(string path, nn.Module module, object? output, params ReadOnlySpan<object?> inputs) => _leaving?.Invoke(new ModuleCall(path, module, Tensors(inputs), Tensors([output])));

    private void Attach<T, TResult>(string path, nn.Module<T, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a) => { Enter(path, module, a); return a; }).remove);
        _remove.Add(module.register_forward_hook((_, a, r) => { Leave(path, module, r, a); return r; }).remove);
    }

    private void Attach<T1, T2, TResult>(string path, nn.Module<T1, T2, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a, b) => { Enter(path, module, a, b); return null; }).remove);
        _remove.Add(module.register_forward_hook((_, a, b, r) => { Leave(path, module, r, a, b); return r; }).remove);
    }

    private void Attach<T1, T2, T3, TResult>(string path, nn.Module<T1, T2, T3, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a, b, c) => { Enter(path, module, a, b, c); return null; }).remove);
        _remove.Add(module.register_forward_hook((_, a, b, c, r) => { Leave(path, module, r, a, b, c); return r; }).remove);
    }

    private void Attach<T1, T2, T3, T4, TResult>(string path, nn.Module<T1, T2, T3, T4, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a, b, c, d) => { Enter(path, module, a, b, c, d); return null; }).remove);
        _remove.Add(module.register_forward_hook((_, a, b, c, d, r) => { Leave(path, module, r, a, b, c, d); return r; }).remove);
    }

    private void Attach<T1, T2, T3, T4, T5, TResult>(string path, nn.Module<T1, T2, T3, T4, T5, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a, b, c, d, e) => { Enter(path, module, a, b, c, d, e); return null; }).remove);
        _remove.Add(module.register_forward_hook((_, a, b, c, d, e, r) => { Leave(path, module, r, a, b, c, d, e); return r; }).remove);
    }

    private void Attach<T1, T2, T3, T4, T5, T6, TResult>(string path, nn.Module<T1, T2, T3, T4, T5, T6, TResult> module)
    {
        _remove.Add(module.register_forward_pre_hook((_, a, b, c, d, e, f) => { Enter(path, module, a, b, c, d, e, f); return null; }).remove);
        _remove.Add(module.register_forward_hook((_, a, b, c, d, e, f, r) => { Leave(path, module, r, a, b, c, d, e, f); return r; }).remove);
    }

    private static List<Tensor> Tensors(ReadOnlySpan<object?> values)
    {
        var tensors = new List<Tensor>();
        foreach (object? value in values)
        {
            Collect(value, tensors);
        }

        return tensors;
    }

    private static void Collect(object? value, List<Tensor> tensors)
    {
        switch (value)
        {
            case Tensor tensor:
                tensors.Add(tensor);
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    Collect(tuple[i], tensors);
                }

                break;
            default:
                break;
        }
    }
}
