using static TorchSharp.torch;

namespace AiInfra.Training.Runtime;

/// <summary>Threads that libtorch's operations of this thread may use until it is disposed. libtorch keeps the number for each thread, so trainings beside this one keep theirs.</summary>
internal readonly ref struct OperationThreads
{
    private readonly int _before;

    public OperationThreads(int threads)
    {
        int now = get_num_threads();
        if (now != threads)
        {
            _before = now;
            set_num_threads(threads);
        }
    }

    public void Dispose()
    {
        if (_before > 0)
        {
            set_num_threads(_before);
        }
    }
}
