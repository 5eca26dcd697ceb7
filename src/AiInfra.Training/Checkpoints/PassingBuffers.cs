using System.Reflection;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>A module's buffers that were registered as not persistent. TorchSharp 0.107 leaves them out of <c>named_buffers</c> also where that is asked for them, and an exact resume needs them.</summary>
internal static class PassingBuffers
{
    private static readonly FieldInfo Field = typeof(nn.Module).GetField("_internal_buffers", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException(nameof(nn.Module), "_internal_buffers");

    public static IEnumerable<(string Name, Tensor Buffer)> Of(nn.Module module)
    {
        foreach ((string path, nn.Module part) in module.named_modules().Prepend(("", module)))
        {
            foreach ((string name, (Tensor buffer, bool persistent)) in (IEnumerable<(string, (Tensor, bool))>)Field.GetValue(part)!)
            {
                if (!persistent && !buffer.IsInvalid)
                {
                    yield return (path.Length == 0 ? name : $"{path}.{name}", buffer);
                }
            }
        }
    }
}
